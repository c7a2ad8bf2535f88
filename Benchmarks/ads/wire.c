/* An open-loop HTTP/1.1 load generator for one server on this machine: one thread, epoll, nothing but libc.
 *
 * Requests are due at the times of a Poisson process with a seed. Each leaves when it is due if a kept-alive
 * connection is free, else as soon as one is; its latency counts from when it was due, so a server that
 * stalls is not spared (no coordinated omission). One request at a time on a connection.
 *
 * Usage: wire PORT REQUESTS --rate N --seconds S [--seed 1] [--connections 256] [--once]
 *             [--collect FILE [--field impression_url]]
 * REQUESTS: a line each, `METHOD TARGET [BODY]`; `{n}` in a target or body becomes the number of the request.
 * With --once the lines are sent once in order and the run ends with them, else they go round.
 * --collect writes the values of a JSON field of the answers, as lines of REQUESTS.
 * Prints one JSON line. Exit codes: 0 ran, 1 the server can't be reached, 2 wrong usage.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 2048, ROOM = 1 << 17, MOST_REQUESTS = 8000000 };
static const double DRAIN_SECONDS = 5, MOST_SECONDS = 120;

typedef struct {
    int fd;
    double due;               /* of the request under way; negative when free */
    size_t sent, length;      /* of `out` */
    size_t read, body, head;  /* of `in`; `head` is 0 until the header is whole */
    int status, closes;
    char *out, *in;
} Connection;

static Connection connections[MOST_CONNECTIONS];
static int free_list[MOST_CONNECTIONS], free_count, epoll;
static struct sockaddr_in server;
static char **lines;
static size_t line_count;
static float *waits;
static size_t answered, failed, reconnected;
static long statuses[600];
static double send_lag_sum, send_lag_most;
static FILE *collected;
static char pattern[80];
static const char AGENT[] = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static uint64_t state;
static double uniform(void) {  /* splitmix64, in (0, 1] */
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (double)((z ^ z >> 31) >> 11) * 0x1p-53 + 0x1p-53;
}

static void die(int code, const char *text) {
    fprintf(stderr, "wire: %s\n", text);
    exit(code);
}

static int open_connection(Connection *c) {
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&server, sizeof server) < 0) return -1;
    int one = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
}

static void set_free(Connection *c) {
    c->due = -1;
    free_list[free_count++] = (int)(c - connections);
}

/* A connection that broke: its request has failed; another takes its place. */
static void lose(Connection *c, int counts) {
    close(c->fd);
    if (counts) failed++;
    reconnected++;
    if (open_connection(c) < 0) {
        c->fd = -1;
        c->due = -1;
        return;
    }
    set_free(c);
}

static void want(Connection *c, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event);
}

static void push(Connection *c) {
    while (c->sent < c->length) {
        ssize_t n = write(c->fd, c->out + c->sent, c->length - c->sent);
        if (n < 0 && errno == EAGAIN) return want(c, EPOLLIN | EPOLLOUT);
        if (n <= 0) return lose(c, 1);
        c->sent += (size_t)n;
    }
}

/* Copies a text with the request's number in place of {n}; -1 where it does not fit. */
static int fill(char *to, size_t room, const char *from, size_t length, long number) {
    size_t at = 0;
    for (size_t i = 0; i < length;) {
        if (length - i >= 3 && !memcmp(from + i, "{n}", 3)) {
            int n = snprintf(to + at, room - at, "%ld", number);
            if (n < 0 || (size_t)n >= room - at) return -1;
            at += (size_t)n;
            i += 3;
        } else {
            if (at + 1 >= room) return -1;
            to[at++] = from[i++];
        }
    }
    return (int)at;
}

static void begin(Connection *c, const char *line, long number, double due) {
    static char target[ROOM], body[ROOM];
    const char *first = strchr(line, ' ');
    const char *second = first ? strchr(first + 1, ' ') : NULL;
    size_t method = first ? (size_t)(first - line) : 0;
    int t = first ? fill(target, sizeof target, first + 1,
                         second ? (size_t)(second - first - 1) : strlen(first + 1), number) : -1;
    int b = second ? fill(body, sizeof body, second + 1, strlen(second + 1), number) : 0;
    if (t < 0 || b < 0) die(2, "a line of REQUESTS is not METHOD TARGET [BODY], or too long");
    int n = snprintf(c->out, ROOM, "%.*s %.*s HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: %s\r\n",
                     (int)method, line, t, target, AGENT);
    if (second)
        n += snprintf(c->out + n, (size_t)(ROOM - n), "Content-Type: application/json\r\nContent-Length: %d\r\n", b);
    if (n + 2 + b >= ROOM) die(2, "a line of REQUESTS is too long");
    memcpy(c->out + n, "\r\n", 2);
    memcpy(c->out + n + 2, body, (size_t)b);
    c->length = (size_t)(n + 2 + b);
    c->sent = c->read = c->head = 0;
    c->due = due;
    push(c);
}

static void collect(const Connection *c) {
    const char *at = c->in + c->head;
    while ((at = strstr(at, pattern))) {
        at += strlen(pattern);
        const char *end = strchr(at, '"');
        if (!end) return;
        fputs("GET ", collected);
        for (const char *p = at; p < end; p++) if (*p != '\\') fputc(*p, collected);
        fputc('\n', collected);
        at = end;
    }
}

static void finish(Connection *c) {
    waits[answered++] = (float)(now() - c->due);
    statuses[c->status >= 0 && c->status < 600 ? c->status : 0]++;
    if (collected && c->status == 200) {
        c->in[c->read] = 0;
        collect(c);
    }
    if (c->closes) lose(c, 0);
    else set_free(c);
}

static void parse_head(Connection *c) {
    char *end = memmem(c->in, c->read, "\r\n\r\n", 4);
    if (!end) return;
    c->head = (size_t)(end - c->in) + 4;
    *end = 0;
    c->status = c->read > 12 ? atoi(c->in + 9) : 0;
    char *length = strcasestr(c->in, "\r\ncontent-length:");
    c->body = length ? strtoul(length + 17, NULL, 10) : 0;
    c->closes = strcasestr(c->in, "\r\nconnection: close") != NULL;
}

static void take(Connection *c) {
    for (;;) {
        ssize_t n = read(c->fd, c->in + c->read, ROOM - 1 - c->read);
        if (n < 0 && errno == EAGAIN) return;
        if (n <= 0 || c->due < 0) {
            /* A free connection that the server closed, or talks on unasked. */
            if (c->due >= 0) return lose(c, 1);
            for (int i = 0; i < free_count; i++)
                if (connections + free_list[i] == c) free_list[i] = free_list[--free_count];
            return lose(c, 0);
        }
        c->read += (size_t)n;
        if (!c->head) parse_head(c);
        if (c->head && c->read >= c->head + c->body) return finish(c);
        if (c->read >= ROOM - 1) return lose(c, 1);
    }
}

static int ascending(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static double at(double share) {
    if (!answered) return 0;
    size_t place = (size_t)(share * (double)answered);
    return 1e3 * (double)waits[place < answered ? place : answered - 1];
}

static void read_lines(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) die(2, "REQUESTS can't be read");
    size_t room = 0, width = 0;
    char *line = NULL;
    ssize_t n;
    while ((n = getline(&line, &width, file)) > 0) {
        if (line[n - 1] == '\n') line[n - 1] = 0;
        if (line_count == room) lines = realloc(lines, (room = room ? 2 * room : 1024) * sizeof *lines);
        lines[line_count++] = strdup(line);
    }
    fclose(file);
    if (!line_count) die(2, "REQUESTS is empty");
}

int main(int argc, char **argv) {
    double rate = 0, seconds = 0;
    long count = 256, seed = 1;
    int once = 0;
    const char *field = "impression_url", *into = NULL;
    if (argc < 3) die(2, "usage: wire PORT REQUESTS --rate N --seconds S");
    for (int i = 3; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (!strcmp(argv[i], "--once")) { once = 1; continue; }
        if (!strcmp(argv[i], "--rate")) rate = atof(value);
        else if (!strcmp(argv[i], "--seconds")) seconds = atof(value);
        else if (!strcmp(argv[i], "--seed")) seed = atol(value);
        else if (!strcmp(argv[i], "--connections")) count = atol(value);
        else if (!strcmp(argv[i], "--collect")) into = value;
        else if (!strcmp(argv[i], "--field")) field = value;
        else die(2, "unknown option");
        i++;
    }
    if (!(rate > 0) || !(seconds > 0) || seconds > MOST_SECONDS || count < 1 || count > MOST_CONNECTIONS
        || rate * seconds > MOST_REQUESTS / 2 || strlen(field) > 60)
        die(2, "rate, seconds (at most 120) or connections (at most 2048) out of range");
    read_lines(argv[2]);
    if (into && !(collected = fopen(into, "w"))) die(2, "the file to collect into can't be written");
    snprintf(pattern, sizeof pattern, "\"%s\":\"", field);
    state = (uint64_t)seed;
    waits = malloc(MOST_REQUESTS * sizeof *waits);
    server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    epoll = epoll_create1(0);
    for (long i = 0; i < count; i++) {
        connections[i].in = malloc(ROOM);
        connections[i].out = malloc(ROOM);
        if (open_connection(connections + i) < 0) die(1, "the server can't be reached");
        set_free(connections + i);
    }
    /* Due requests wait here in order while no connection is free. */
    double *due = malloc(MOST_REQUESTS * sizeof *due);
    size_t first = 0, last = 0, limit = once && line_count < MOST_REQUESTS ? line_count : MOST_REQUESTS;
    double start = now(), next = start - log(uniform()) / rate, end = start + seconds;
    struct epoll_event events[256];
    for (;;) {
        double time = now();
        while (next <= time && next < end && last < limit) {
            due[last++] = next;
            next -= log(uniform()) / rate;
        }
        while (first < last && free_count) {
            Connection *c = connections + free_list[--free_count];
            double lag = time - due[first];
            send_lag_sum += lag;
            if (lag > send_lag_most) send_lag_most = lag;
            begin(c, lines[first % line_count], (long)first, due[first]);
            first++;
        }
        int done = next >= end || last == limit;
        if (done && (answered + failed >= last || time > end + DRAIN_SECONDS)) break;
        double pause = done ? .01 : next - now();
        if (pause < 0) pause = 0;
        struct timespec wait = {.tv_sec = (time_t)pause, .tv_nsec = (long)(1e9 * (pause - floor(pause)))};
        int n = epoll_pwait2(epoll, events, 256, &wait, NULL);
        for (int i = 0; i < n; i++) {
            Connection *c = events[i].data.ptr;
            if (events[i].events & EPOLLOUT) { want(c, EPOLLIN); push(c); }
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) take(c);
        }
    }
    double stop = now(), lasted = (once ? stop : end < stop ? end : stop) - start;
    /* What was never answered waited at least until now. */
    size_t unanswered = last - answered - failed, in_time = answered;
    for (size_t i = 0; i < unanswered && answered < MOST_REQUESTS; i++)
        waits[answered++] = (float)(stop - end);
    qsort(waits, answered, sizeof *waits, ascending);
    printf("{\"rate\":%.0f,\"due\":%zu,\"answered\":%zu,\"answered_per_second\":%.0f,\"failed\":%zu,"
           "\"unanswered\":%zu,\"reconnected\":%zu,\"p50_ms\":%.3f,\"p90_ms\":%.3f,\"p99_ms\":%.3f,"
           "\"p999_ms\":%.3f,\"max_ms\":%.3f,\"send_lag_mean_ms\":%.3f,\"send_lag_max_ms\":%.3f,\"statuses\":{",
           rate, last, in_time, (double)in_time / (stop > end ? stop - start : lasted), failed, unanswered,
           reconnected, at(.5), at(.9), at(.99), at(.999), at(1), first ? 1e3 * send_lag_sum / (double)first : 0,
           1e3 * send_lag_most);
    const char *comma = "";
    for (int i = 0; i < 600; i++)
        if (statuses[i]) { printf("%s\"%d\":%ld", comma, i, statuses[i]); comma = ","; }
    puts("}}");
    return 0;
}
