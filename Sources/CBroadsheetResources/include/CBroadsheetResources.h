#ifndef BROADSHEET_RESOURCES_H
#define BROADSHEET_RESOURCES_H

#include <stddef.h>

/// A file that ships inside the program: its path below `Resources/` and its bytes.
typedef struct {
    const char *_Nonnull path;
    const unsigned char *_Nonnull bytes;
    size_t byteCount;
} BroadsheetResource;

/// Number of embedded files.
size_t broadsheet_resource_count(void);

/// The embedded file at `index`, which must be below the count.
BroadsheetResource broadsheet_resource(size_t index);

#endif
