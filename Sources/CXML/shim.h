#include <libxml/xmlversion.h>
// Some builds of libxml2 use ICU, whose headers clash with the ICU inside Foundation. Only structs
// behind pointers, which we never look into, depend on this.
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/encoding.h>
#include <libxml/globals.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
