/* How long packets of `traffic` were under way until the kernel received them on a device, by the
 * kernel's own time stamps: prints how many came, the median and the 99th percentile in
 * microseconds.
 *
 *   arrivals DEVICE SECONDS
 */
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { MOST = 4000000, STAMP = 40 };

static int by_size(const void *a, const void *b) {
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

int main(int count, char **word) {
  if (count != 3) {
    fprintf(stderr, "usage: arrivals DEVICE SECONDS\n");
    return 2;
  }
  int fd = socket(AF_PACKET, SOCK_DGRAM, 0), one = 1, queue = 64 << 20;
  setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one);
  setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &queue, sizeof queue);
  struct sockaddr_ll link = {.sll_family = AF_PACKET,
                             .sll_protocol = htons(ETH_P_IP),
                             .sll_ifindex = (int)if_nametoindex(word[1])};
  if (fd < 0 || bind(fd, (struct sockaddr *)&link, sizeof link)) {
    perror(word[1]);
    return 1;
  }
  double *micros = malloc(MOST * sizeof *micros);
  unsigned seen = 0;
  time_t end = time(NULL) + atoi(word[2]);
  struct pollfd wait = {.fd = fd, .events = POLLIN};
  while (time(NULL) < end && seen < MOST) {
    uint8_t packet[2048], control[128];
    struct iovec vector = {packet, sizeof packet};
    struct msghdr message = {.msg_iov = &vector,
                             .msg_iovlen = 1,
                             .msg_control = control,
                             .msg_controllen = sizeof control};
    if (poll(&wait, 1, 100) <= 0 || recvmsg(fd, &message, 0) < STAMP + 8) continue;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
      if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) {
        struct timespec at;
        uint64_t sent;
        memcpy(&at, CMSG_DATA(c), sizeof at);
        memcpy(&sent, packet + STAMP, sizeof sent);
        if (sent)
          micros[seen++] = ((double)at.tv_sec * 1e9 + (double)at.tv_nsec - (double)sent) / 1e3;
      }
    }
  }
  if (!seen) {
    fprintf(stderr, "nothing arrived\n");
    return 1;
  }
  qsort(micros, seen, sizeof *micros, by_size);
  printf("%u %.1f %.1f\n", seen, micros[seen / 2], micros[seen - 1 - seen / 100]);
  return 0;
}
