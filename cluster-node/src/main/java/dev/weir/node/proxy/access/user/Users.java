package dev.weir.node.proxy.access.user;

import dev.weir.node.config.access.UsersConfig;
import dev.weir.node.config.value.Secret;
import java.util.Map;
import org.springframework.security.crypto.bcrypt.BCrypt;

/// Who may use the proxy, each with the hash of a password by bcrypt. Never changes; for any
/// thread.
public final class Users {
  /// None.
  public static final Users NOBODY = new Users(Map.of(), "");

  /// What is checked for somebody whom nobody knows, so that he waits as long.
  private static final String SOMEBODYS =
      "$2b$10$abcdefghijklmnopqrstuuqjnWyBZ3E6i3y6xg9y1zZ0q5fUvmjWq";

  private final Map<String, Secret> hashes;
  private final String realm;
  private final String stranger;

  private Users(Map<String, Secret> hashes, String realm) {
    this.hashes = Map.copyOf(hashes);
    this.realm = realm;
    this.stranger = hashes.values().stream().findFirst().map(Secret::reveal).orElse(SOMEBODYS);
  }

  /// Those of a file.
  public static Users of(UsersConfig config) {
    return new Users(config.hashes(), config.realm());
  }

  /// What the browser names when it asks for the password.
  public String realm() {
    return realm;
  }

  /// The hash of a user, or somebody's.
  String hash(String user) {
    Secret hash = hashes.get(user);
    return hash == null ? stranger : hash.reveal();
  }

  /// Whether a password is the user's. Takes some hundredths of a second, also for a stranger.
  boolean verify(Credentials shown) {
    boolean same = BCrypt.checkpw(shown.password(), hash(shown.user()));
    return same && hashes.containsKey(shown.user());
  }
}
