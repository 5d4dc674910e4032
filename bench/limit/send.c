/*
 * The limit of fan-out: one UDP_SEGMENT message per subscriber, as many messages a sendmmsg as the kernel takes.
 *
 *     send ADDRESS FIRST_PORT SUBSCRIBERS SEGMENTS BYTES
 *
 * sends frames of SEGMENTS datagrams of BYTES to SUBSCRIBERS ports in a row. For each line "MILLIS" on standard input it sends for
 * that long and answers with one line of JSON: datagrams, frames, user and system CPU seconds, seconds, errors.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

enum { BATCH = 1024, FRAMES = 64, MESSAGE_BYTES = 65507, SEND_BUFFER = 4 << 20 };

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static double seconds(struct timeval t)
{
    return t.tv_sec + t.tv_usec / 1e6;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fputs("send ADDRESS FIRST_PORT SUBSCRIBERS SEGMENTS BYTES\n", stderr);
        return 2;
    }
    int subscribers = atoi(argv[3]), segments = atoi(argv[4]), bytes = atoi(argv[5]);
    if (subscribers < 1 || segments < 1 || bytes < 1 || segments * bytes > MESSAGE_BYTES) {
        fputs("one message holds at most 65507 bytes\n", stderr);
        return 2;
    }
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    if (fd < 0)
        die("socket");
    int buffer = SEND_BUFFER, probe = IP_PMTUDISC_PROBE;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, &probe, sizeof probe);

    /* Many frames, so that the memory is no warmer than that of a ring. */
    size_t frame_bytes = (size_t)segments * bytes;
    char *memory = mmap(0, FRAMES * frame_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        die("mmap");
    memset(memory, 0x5a, FRAMES * frame_bytes);

    /* All messages share one piece of memory and one control message. */
    struct iovec part = {.iov_len = frame_bytes};
    union {
        char room[CMSG_SPACE(sizeof(unsigned short))];
        struct cmsghdr header;
    } control = {0};
    control.header.cmsg_level = SOL_UDP;
    control.header.cmsg_type = UDP_SEGMENT;
    control.header.cmsg_len = CMSG_LEN(sizeof(unsigned short));
    unsigned short segment = bytes;
    memcpy(CMSG_DATA(&control.header), &segment, sizeof segment);

    struct mmsghdr *messages = calloc(subscribers, sizeof *messages);
    struct sockaddr_in *addresses = calloc(subscribers, sizeof *addresses);
    for (int i = 0; i < subscribers; i++) {
        addresses[i].sin_family = AF_INET;
        addresses[i].sin_port = htons(atoi(argv[2]) + i);
        if (inet_pton(AF_INET, argv[1], &addresses[i].sin_addr) != 1)
            die("address");
        messages[i].msg_hdr.msg_name = &addresses[i];
        messages[i].msg_hdr.msg_namelen = sizeof addresses[i];
        messages[i].msg_hdr.msg_iov = &part;
        messages[i].msg_hdr.msg_iovlen = 1;
        messages[i].msg_hdr.msg_control = segments > 1 ? control.room : 0;
        messages[i].msg_hdr.msg_controllen = segments > 1 ? sizeof control.room : 0;
    }

    char line[64];
    while (fgets(line, sizeof line, stdin)) {
        struct rusage before, after;
        long frames = 0, sent = 0, errors = 0;
        getrusage(RUSAGE_SELF, &before);
        double begin = now(), end = begin + atoi(line) / 1e3;
        while (now() < end) {
            part.iov_base = memory + frames++ % FRAMES * frame_bytes;
            for (int i = 0; i < subscribers;) {
                int count = subscribers - i < BATCH ? subscribers - i : BATCH;
                int done = sendmmsg(fd, messages + i, count, 0);
                if (done <= 0) {
                    errors++;
                    i++;
                } else {
                    sent += done;
                    i += done;
                }
            }
        }
        getrusage(RUSAGE_SELF, &after);
        printf("{\"datagrams\":%ld,\"frames\":%ld,\"user\":%.6f,\"system\":%.6f,\"seconds\":%.6f,\"errors\":%ld}\n",
               sent * segments, frames, seconds(after.ru_utime) - seconds(before.ru_utime),
               seconds(after.ru_stime) - seconds(before.ru_stime), now() - begin, errors);
        fflush(stdout);
    }
    return 0;
}
