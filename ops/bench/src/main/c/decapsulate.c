/* The job of Weir's packet path in plain C, to measure the Java engines against: receives GRE of
 * one router, checks it from the outside in, and writes the inner packet into a TUN device.
 *
 *   decapsulate ring|recv INTERFACE TUN NODE ROUTER      runs until its standard input ends
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BLOCK_OCTETS = 1 << 20, BLOCKS = 32, FRAME_OCTETS = 2048, BLOCK_MILLIS = 1 };

static uint32_t node, router;
static int tun;
static unsigned long delivered, refused;

static void require(int fine, const char *what) {
  if (!fine) {
    perror(what);
    exit(1);
  }
}

static uint16_t u16(const uint8_t *at) { return (uint16_t)(at[0] << 8 | at[1]); }

static uint32_t u32(const uint8_t *at) { return (uint32_t)u16(at) << 16 | u16(at + 2); }

static int no_host(uint32_t address) {
  uint32_t first = address >> 24;
  return first == 0 || first == 127 || first >= 224;
}

static int checksum_is_right(const uint8_t *header) {
  uint32_t sum = 0;
  for (int i = 0; i < 20; i += 2) sum += u16(header + i);
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  return sum == 0xffff;
}

/* The length of the inner packet, 0 when any check fails. */
static unsigned inner_octets(const uint8_t *inner, unsigned room) {
  if (room < 40 || inner[0] != 0x45 || !checksum_is_right(inner)) return 0;
  unsigned total = u16(inner + 2);
  if (total < 40 || total > room || (u16(inner + 6) & 0xbfff) != 0 || inner[9] != 6) return 0;
  const uint8_t *tcp = inner + 20;
  unsigned header = (tcp[12] >> 4) * 4u, flags = tcp[13] & 0x3f;
  if (header < 20 || 20 + header > total || flags == 0 || (flags & 3) == 3 || (flags & 6) == 6)
    return 0;
  if (u16(tcp) == 0 || u16(tcp + 2) != 80) return 0;
  uint32_t source = u32(inner + 12), destination = u32(inner + 16);
  if (source == destination || no_host(source) || no_host(destination)) return 0;
  if (destination == node || destination == router || source == node || source == router) return 0;
  return total;
}

static void packet(const uint8_t *outer, unsigned captured) {
  unsigned total, header = (outer[0] & 15) * 4u, octets;
  if (captured < 28 || outer[0] >> 4 != 4 || header < 20 || (total = u16(outer + 2)) > captured ||
      total < header + 8 || u32(outer + 12) != router || u32(outer + 16) != node ||
      (u16(outer + 6) & 0x3fff) != 0 || u32(outer + header) != 0x0000883e ||
      outer[header + 5] != 0 ||
      !(octets = inner_octets(outer + header + 8, total - header - 8))) {
    refused++;
  } else if (write(tun, outer + header + 8, octets) == (ssize_t)octets) {
    delivered++;
  } else {
    refused++;
  }
}

static int ended(struct pollfd *wait, int millis) {
  poll(wait, 2, millis);
  return (wait[1].revents & (POLLIN | POLLHUP)) != 0;
}

static void ring(const char *interface) {
  int fd = socket(AF_PACKET, SOCK_RAW, 0), version = TPACKET_V3, one = 1;
  require(fd >= 0, "packet socket");
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 23),           BPF_JUMP(BPF_JMP | BPF_JEQ, 47, 1, 0),
      BPF_STMT(BPF_RET, 0),                             BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 26),
      BPF_JUMP(BPF_JMP | BPF_JEQ, router, 0, 1),        BPF_STMT(BPF_RET, 0x40000),
      BPF_STMT(BPF_RET, 0)};
  struct sock_fprog program = {sizeof code / sizeof code[0], code};
  struct tpacket_req3 request = {.tp_block_size = BLOCK_OCTETS,
                                 .tp_block_nr = BLOCKS,
                                 .tp_frame_size = FRAME_OCTETS,
                                 .tp_frame_nr = BLOCK_OCTETS / FRAME_OCTETS * BLOCKS,
                                 .tp_retire_blk_tov = BLOCK_MILLIS};
  struct sockaddr_ll link = {.sll_family = AF_PACKET,
                             .sll_protocol = htons(ETH_P_IP),
                             .sll_ifindex = (int)if_nametoindex(interface)};
  require(!setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program), "filter");
  require(!setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version), "version");
  require(!setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one), "direction");
  require(!setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &request, sizeof request), "ring");
  uint8_t *map =
      mmap(NULL, (size_t)BLOCK_OCTETS * BLOCKS, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  require(map != MAP_FAILED, "mmap");
  require(!bind(fd, (struct sockaddr *)&link, sizeof link), "bind");
  struct pollfd wait[2] = {{.fd = fd, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
  for (unsigned at = 0;; at = (at + 1) % BLOCKS) {
    struct tpacket_block_desc *block = (void *)(map + (size_t)at * BLOCK_OCTETS);
    while (!(__atomic_load_n(&block->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER))
      if (ended(wait, 100)) return;
    struct tpacket3_hdr *frame = (void *)((uint8_t *)block + block->hdr.bh1.offset_to_first_pkt);
    for (unsigned i = 0; i < block->hdr.bh1.num_pkts; i++) {
      packet((uint8_t *)frame + frame->tp_net, frame->tp_snaplen - ETH_HLEN);
      frame = (void *)((uint8_t *)frame + frame->tp_next_offset);
    }
    __atomic_store_n(&block->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
  }
}

static void receive(void) {
  static uint8_t buffer[65536];
  int fd = socket(AF_INET, SOCK_RAW, 47), queue = 16 << 20;
  require(fd >= 0, "raw socket");
  require(!setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &queue, sizeof queue), "queue");
  struct pollfd wait[2] = {{.fd = fd, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
  for (;;) {
    ssize_t octets = recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
    if (octets > 0)
      packet(buffer, (unsigned)octets);
    else if (ended(wait, 100))
      return;
  }
}

int main(int count, char **word) {
  if (count != 6) {
    fprintf(stderr, "usage: decapsulate ring|recv INTERFACE TUN NODE ROUTER\n");
    return 2;
  }
  node = ntohl(inet_addr(word[4]));
  router = ntohl(inet_addr(word[5]));
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
  strncpy(request.ifr_name, word[3], IFNAMSIZ - 1);
  tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  require(tun >= 0 && ioctl(tun, TUNSETIFF, &request) >= 0, "TUN");
  puts("ready");
  fflush(stdout);
  if (!strcmp(word[1], "ring"))
    ring(word[2]);
  else
    receive();
  printf("delivered %lu refused %lu\n", delivered, refused);
  return 0;
}
