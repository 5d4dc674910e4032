/*
 * The limit of a relay that does nothing but forward: UDP_GRO and recvmmsg in, one UDP_SEGMENT message per subscriber out, from the
 * memory that was read into.
 *
 *     relay ADDRESS PORT FIRST_SUBSCRIBER_PORT SUBSCRIBERS
 *
 * Prints "ready" and forwards until standard input ends. For each line on standard input it answers with one line of JSON: datagrams
 * sent and user and system CPU seconds since it started.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum { READS = 16, READ_BYTES = 65536, BATCH = 1024, BUFFER = 4 << 20 };

static char memory[READS][READ_BYTES];
static char read_control[READS][CMSG_SPACE(sizeof(int))];
static long datagrams, errors;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

/* The size of the datagrams that were merged into one message; its whole length where nothing was merged. */
static int segment_bytes(struct msghdr *message, int length)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
        if (c->cmsg_level == SOL_UDP && c->cmsg_type == UDP_GRO) {
            int size;
            memcpy(&size, CMSG_DATA(c), sizeof size);
            return size;
        }
    }
    return length;
}

static void forward(int fd, struct mmsghdr *out, int subscribers, struct iovec *part, char *control, int segment)
{
    unsigned short size = segment;
    int segments = (part->iov_len + segment - 1) / segment;
    memcpy(CMSG_DATA((struct cmsghdr *)control), &size, sizeof size);
    for (int i = 0; i < subscribers; i++)
        out[i].msg_hdr.msg_controllen = segments > 1 ? CMSG_SPACE(sizeof size) : 0;
    for (int i = 0; i < subscribers;) {
        int count = subscribers - i < BATCH ? subscribers - i : BATCH;
        int done = sendmmsg(fd, out + i, count, 0);
        if (done <= 0)
            errors++;
        else
            datagrams += (long)done * segments;
        i += done <= 0 ? 1 : done;
    }
}

static void tell(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    printf("{\"datagrams\":%ld,\"user\":%.6f,\"system\":%.6f,\"errors\":%ld}\n", datagrams,
           u.ru_utime.tv_sec + u.ru_utime.tv_usec / 1e6, u.ru_stime.tv_sec + u.ru_stime.tv_usec / 1e6, errors);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fputs("relay ADDRESS PORT FIRST_SUBSCRIBER_PORT SUBSCRIBERS\n", stderr);
        return 2;
    }
    int subscribers = atoi(argv[4]);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    int buffer = BUFFER, probe = IP_PMTUDISC_PROBE, one = 1;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, &probe, sizeof probe);
    if (setsockopt(fd, SOL_UDP, UDP_GRO, &one, sizeof one))
        die("UDP_GRO");
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2]))};
    if (inet_pton(AF_INET, argv[1], &own.sin_addr) != 1 || bind(fd, (struct sockaddr *)&own, sizeof own))
        die(argv[1]);

    struct iovec part = {0};
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(unsigned short))] = {0};
    struct cmsghdr *c = (struct cmsghdr *)control;
    c->cmsg_level = SOL_UDP;
    c->cmsg_type = UDP_SEGMENT;
    c->cmsg_len = CMSG_LEN(sizeof(unsigned short));
    struct mmsghdr *out = calloc(subscribers, sizeof *out);
    struct sockaddr_in *addresses = calloc(subscribers, sizeof *addresses);
    for (int i = 0; i < subscribers; i++) {
        addresses[i] = own;
        addresses[i].sin_port = htons(atoi(argv[3]) + i);
        out[i].msg_hdr = (struct msghdr){.msg_name = &addresses[i], .msg_namelen = sizeof addresses[i],
                                         .msg_iov = &part, .msg_iovlen = 1, .msg_control = control};
    }
    struct mmsghdr in[READS] = {0};
    struct iovec parts[READS];

    puts("ready");
    fflush(stdout);
    struct pollfd polled[] = {{.fd = fd, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
    char line[64];
    while (poll(polled, 2, -1) >= 0) {
        if (polled[1].revents) {
            if (!fgets(line, sizeof line, stdin))
                return 0;
            tell();
        }
        if (!polled[0].revents)
            continue;
        for (int i = 0; i < READS; i++) {
            parts[i] = (struct iovec){memory[i], READ_BYTES};
            in[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1, .msg_control = read_control[i],
                                            .msg_controllen = sizeof read_control[i]};
        }
        int read = recvmmsg(fd, in, READS, 0, 0);
        for (int i = 0; i < read; i++) {
            part = (struct iovec){memory[i], in[i].msg_len};
            forward(fd, out, subscribers, &part, control, segment_bytes(&in[i].msg_hdr, in[i].msg_len));
        }
    }
    return 1;
}
