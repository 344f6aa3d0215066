// What no proxy can beat on epoll: one thread that receives and sends a ready response, and looks
// at nothing. For lengths other than 1 KiB the length is the second argument.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

static void serve(int epoll, int listener, const char *response, size_t length) {
  static char request[16384];
  struct epoll_event events[512];
  const int one = 1;
  for (;;) {
    const int ready = epoll_wait(epoll, events, 512, -1);
    for (int i = 0; i < ready; i++) {
      const int fd = events[i].data.fd;
      if (fd == listener) {
        int client;
        while ((client = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
          setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          struct epoll_event wanted = {.events = EPOLLIN | EPOLLET, .data.fd = client};
          epoll_ctl(epoll, EPOLL_CTL_ADD, client, &wanted);
        }
        continue;
      }
      const ssize_t got = recv(fd, request, sizeof request, 0);
      if (got > 0) {
        send(fd, response, length, MSG_NOSIGNAL);
      } else if (got == 0) {
        close(fd);
      }
    }
  }
}

int main(int count, char **values) {
  const int port = count > 1 ? atoi(values[1]) : 9110;
  const int body = count > 2 ? atoi(values[2]) : 1024;
  const int one = 1;
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) {
    perror("floor");
    return 1;
  }
  char *response = malloc(body + 1024);
  const int head =
      sprintf(response,
              "HTTP/1.1 200 OK\r\nserver: floor\r\ndate: Fri, 20 Nov 2026 23:00:00 GMT\r\n"
              "content-type: application/octet-stream\r\ncontent-length: %d\r\n"
              "last-modified: Fri, 20 Nov 2026 23:00:00 GMT\r\netag: \"691f9d3c-400\"\r\n"
              "cache-control: public, max-age=86400\r\naccept-ranges: bytes\r\nage: 12\r\n\r\n",
              body);
  memset(response + head, 'x', body);
  const int epoll = epoll_create1(0);
  struct epoll_event wanted = {.events = EPOLLIN, .data.fd = listener};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &wanted);
  serve(epoll, listener, response, head + body);
}
