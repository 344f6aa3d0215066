package dev.weir.lab.net;

import java.util.ArrayList;
import java.util.List;

/// A host name of the lab's web, and the one address it has.
///
/// @param host the name, such as `www.one.test`
/// @param address the IPv4 address, one per name
public record OriginName(String host, String address) {

  /// The twelve names. Their buckets (203 ^ 0 ^ 113 ^ last octet) are spread so that each of three
  /// caches owns four of them, both when buckets are dealt in blocks and when they are dealt in
  /// turn.
  public static final List<OriginName> ALL =
      List.of(
          new OriginName("www.one.test", "203.0.113.80"),
          new OriginName("img.one.test", "203.0.113.185"),
          new OriginName("www.two.test", "203.0.113.163"),
          new OriginName("img.two.test", "203.0.113.149"),
          new OriginName("www.three.test", "203.0.113.252"),
          new OriginName("www.four.test", "203.0.113.224"),
          new OriginName("www.five.test", "203.0.113.212"),
          new OriginName("www.six.test", "203.0.113.56"),
          new OriginName("www.seven.test", "203.0.113.34"),
          new OriginName("www.eight.test", "203.0.113.14"),
          new OriginName("www.nine.test", "203.0.113.119"),
          new OriginName("www.ten.test", "203.0.113.65"));

  /// The bucket of the address: its four octets, XORed (the default hash of WCCP's web-cache).
  public int bucket() {
    int folded = 0;
    for (String octet : address.split("\\.", -1)) {
      folded ^= Integer.parseInt(octet);
    }
    return folded;
  }

  /// The same sum as people write it: `203 ^ 0 ^ 113 ^ 80`.
  public String sum() {
    return address.replace(".", " ^ ");
  }

  /// URLs for a load: the given number of objects, dealt to the names in turn.
  public static List<String> urls(int count) {
    var urls = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      urls.add("http://" + ALL.get(i % ALL.size()).host() + "/object/" + i / ALL.size());
    }
    return List.copyOf(urls);
  }

  /// The name whose URL this is.
  ///
  /// @throws IllegalArgumentException when the URL is not of the lab's web
  public static OriginName of(String url) {
    for (OriginName name : ALL) {
      if (url.startsWith("http://" + name.host() + "/")) {
        return name;
      }
    }
    throw new IllegalArgumentException("not of the lab: " + url);
  }
}
