/* Redirected packets as a router sends them: GRE with a redirect header around a TCP segment to
 * port 80, from many clients, on one Ethernet link. Each carries the time of its sending.
 *
 *   traffic INTERFACE LINK-ADDRESS ROUTER NODE INNER-OCTETS SECONDS [PACKETS-PER-SECOND]
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

enum { BATCH = 64, OUTER = 14, GRE = OUTER + 20, INNER = GRE + 8, TCP = INNER + 20 };

static uint8_t frames[BATCH][2048];

static void put16(uint8_t *at, unsigned value) {
  at[0] = (uint8_t)(value >> 8);
  at[1] = (uint8_t)value;
}

static void ipv4(uint8_t *at, unsigned octets, int protocol, uint32_t source, uint32_t to) {
  memset(at, 0, 20);
  at[0] = 0x45;
  put16(at + 2, octets);
  at[8] = 64;
  at[9] = (uint8_t)protocol;
  memcpy(at + 12, &source, 4);
  memcpy(at + 16, &to, 4);
  uint32_t sum = 0;
  for (int i = 0; i < 20; i += 2) sum += (unsigned)(at[i] << 8 | at[i + 1]);
  sum = (sum & 0xffff) + (sum >> 16);
  put16(at + 10, ~(sum + (sum >> 16)) & 0xffff);
}

static uint64_t nanos(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int main(int count, char **word) {
  if (count < 7) {
    fprintf(stderr, "usage: traffic INTERFACE LINK-ADDRESS ROUTER NODE INNER-OCTETS SECONDS"
                    " [PACKETS-PER-SECOND]\n");
    return 2;
  }
  unsigned inner = (unsigned)atoi(word[5]);
  double seconds = atof(word[6]);
  long rate = count > 7 ? atol(word[7]) : 0;
  int fd = socket(AF_PACKET, SOCK_RAW, 0), one = 1;
  setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &one, sizeof one);
  struct sockaddr_ll link = {.sll_family = AF_PACKET,
                             .sll_ifindex = (int)if_nametoindex(word[1])};
  if (fd < 0 || bind(fd, (struct sockaddr *)&link, sizeof link)) {
    perror(word[1]);
    return 1;
  }
  struct mmsghdr messages[BATCH] = {0};
  struct iovec vectors[BATCH];
  for (int i = 0; i < BATCH; i++) {
    uint8_t *f = frames[i];
    sscanf(word[2], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", f, f + 1, f + 2, f + 3, f + 4, f + 5);
    f[6] = 2;
    put16(f + 12, ETHERTYPE_IP);
    ipv4(f + OUTER, 28 + inner, 47, inet_addr(word[3]), inet_addr(word[4]));
    put16(f + GRE + 2, 0x883e);
    ipv4(f + INNER, inner, 6, htonl(0xc6336401u + (unsigned)i), inet_addr("203.0.113.80"));
    put16(f + TCP, 40000u + (unsigned)i);
    put16(f + TCP + 2, 80);
    f[TCP + 12] = 0x50;
    f[TCP + 13] = 0x10;
    vectors[i] = (struct iovec){f, INNER + inner};
    messages[i].msg_hdr.msg_iov = &vectors[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  uint64_t begin = nanos(CLOCK_MONOTONIC), end = begin + (uint64_t)(seconds * 1e9);
  unsigned long sent = 0;
  for (uint64_t now = begin; now < end; now = nanos(CLOCK_MONOTONIC)) {
    if (rate == 0) {
      int done = sendmmsg(fd, messages, BATCH, 0);
      sent += done > 0 ? (unsigned long)done : 0;
    } else if (now - begin >= sent * 1000000000u / (unsigned long)rate) {
      uint64_t stamp = nanos(CLOCK_REALTIME);
      memcpy(frames[sent % BATCH] + TCP + 20, &stamp, 8);
      sendmmsg(fd, &messages[sent % BATCH], 1, 0);
      sent++;
    }
  }
  printf("%lu\n", sent);
  return 0;
}
