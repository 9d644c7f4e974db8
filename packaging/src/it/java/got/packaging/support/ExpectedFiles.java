package got.packaging.support;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a clone from loopback has to hold, to the letter.
 *
 * @param url of the repository
 * @param protocol at its beginning
 * @param port of the server
 * @param path at its end
 */
public record ExpectedFiles(String url, String protocol, int port, String path) {
  /** The file config. */
  public String config(String... fetch) {
    StringBuilder config =
        new StringBuilder(
            """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = true

            [remote "origin"]
            \turl = %s
            """
                .formatted(url));
    for (String refspec : fetch) {
      config.append("\tfetch = ").append(refspec).append('\n');
    }
    return config.toString();
  }

  /**
   * The file got.conf.
   *
   * @param lines that follow the repository
   */
  public String gotConf(String... lines) {
    StringBuilder conf =
        new StringBuilder(
            """
            remote "origin" {
            \tserver 127.0.0.1
            \tprotocol %s
            \tport %d
            \trepository "%s"
            """
                .formatted(protocol, port, path));
    for (String line : lines) {
      conf.append('\t').append(line).append('\n');
    }
    return conf.append("}\n").toString();
  }

  /** What every clone has, and the given references as files. */
  public static List<String> files(String... refs) {
    Stream<String> always =
        Stream.of(
            "rwxr-xr-x /",
            "rw-r--r-- HEAD",
            "rw-r--r-- config",
            "rw-r--r-- description",
            "rw-r--r-- got.conf",
            "rwxr-xr-x objects/",
            "rwxr-xr-x objects/pack/",
            "r--r--r-- objects/pack/pack-ID.idx",
            "r--r--r-- objects/pack/pack-ID.pack",
            "rwxr-xr-x refs/",
            "rwxr-xr-x refs/heads/");
    return Stream.concat(
            always,
            Stream.of(refs).map(r -> (r.endsWith("/") ? "rwxr-xr-x refs/" : "rw-r--r-- refs/") + r))
        .toList();
  }
}
