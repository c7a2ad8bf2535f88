#include "CBroadsheetResources.h"

// One line per file below Resources/: its name in C, its path, the #embed of its bytes.
#define RESOURCE(name, path) {path, name, sizeof(name)}

static const unsigned char stopWordsEnglish[] = {
#embed "Resources/stopwords/en.txt"
};

static const BroadsheetResource resources[] = {
    RESOURCE(stopWordsEnglish, "stopwords/en.txt"),
};

size_t broadsheet_resource_count(void) { return sizeof(resources) / sizeof(resources[0]); }

BroadsheetResource broadsheet_resource(size_t index) { return resources[index]; }
