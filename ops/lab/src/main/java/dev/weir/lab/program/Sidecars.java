package dev.weir.lab.program;

import dev.weir.lab.net.Plan;
import java.nio.file.Path;

/// The configuration files of programs beside a node: what `docs/runbooks/sidecar.md` tells
/// operators to write, with the lab's addresses and folders.
public final class Sidecars {
  /// Where they listen.
  public static final String ADDRESS = "127.0.0.1:3129";

  private Sidecars() {}

  /// `squid.conf`: Squid accepts what the kernel hands over, and keeps its files in the folder.
  public static String squid(String name, Path folder) {
    return """
    http_port 127.0.0.1:3129 tproxy disable-pmtu-discovery=transparent
    http_port 127.0.0.1:3128
    acl weir dst 192.0.2.253
    acl clients src 10.0.1.0/24
    spoof_client_ip deny all
    http_access deny weir
    http_access allow clients
    http_access deny all
    visible_hostname %1$s
    dns_nameservers %2$s
    cache_mem 16 MB
    access_log stdio:%3$s/access.log
    cache_log %3$s/cache.log
    pid_filename none
    coredump_dir none
    netdb_filename none
    pinger_enable off
    shutdown_lifetime 0 seconds
    """
        .formatted(name, Plan.ORIGINS.address(), folder);
  }

  /// `nginx.conf`: nginx accepts what the node carries, and keeps its files in the folder.
  public static String nginx(Path folder) {
    return """
    daemon off;
    user root;
    worker_processes 1;
    pid %1$s/nginx.pid;
    error_log %1$s/error.log;
    events {}
    http {
      log_format seen '$remote_addr $status $upstream_cache_status http://$host$request_uri';
      access_log %1$s/access.log seen;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/temp;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      proxy_cache_path %1$s/cache keys_zone=web:1m;
      set_real_ip_from 127.0.0.1;
      real_ip_header proxy_protocol;
      server {
        listen 127.0.0.1:3129 proxy_protocol default_server;
        location / {
          proxy_pass http://$proxy_protocol_server_addr:$proxy_protocol_server_port;
          proxy_set_header Host $http_host;
          proxy_http_version 1.1;
          proxy_cache web;
          proxy_cache_key $proxy_protocol_server_addr$http_host$request_uri;
          add_header X-Cache $upstream_cache_status always;
        }
      }
      server {
        listen 127.0.0.1:3129 proxy_protocol;
        server_name weir;
        access_log off;
        location = /weir-health { return 200; }
      }
    }
    """
        .formatted(folder);
  }
}
