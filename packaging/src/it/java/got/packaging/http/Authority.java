package got.packaging.http;

import got.packaging.support.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who vouches for servers; made by openssl-ca(1), which alone sets any dates.
 *
 * @param directory holds all files of an authority and of those below it
 * @param name of its files, and its own
 */
record Authority(Path directory, String name) {
  static final String P256 = "EC -pkeyopt ec_paramgen_curve:P-256";

  /** A time that has begun and will not end soon. */
  static final Dates NOW = new Dates("20200101000000Z", "20990101000000Z");

  private static final String CONFIGURATION =
      """
      [ca]
      default_ca = it
      [it]
      database = index
      new_certs_dir = .
      rand_serial = yes
      default_md = sha256
      policy = any
      unique_subject = no
      [any]
      commonName = supplied
      """;

  /** As openssl-ca(1) wants them: {@code YYYYMMDDHHMMSSZ}. */
  record Dates(String from, String until) {}

  static Authority root(Path directory) throws IOException, InterruptedException {
    Files.writeString(directory.resolve("ca.conf"), CONFIGURATION);
    Files.createFile(directory.resolve("index"));
    Authority root = new Authority(directory, "root");
    root.key("root", P256);
    root.openssl("req -x509 -new -key root.key -out root.pem -subj /CN=root -days 30");
    return root;
  }

  /** One that this one vouches for. */
  Authority below(String other, Dates dates) throws IOException, InterruptedException {
    key(other, P256);
    sign(other, "basicConstraints=critical,CA:true", dates);
    return new Authority(directory, other);
  }

  /**
   * A server of the name localhost.
   *
   * @param key its kind, as openssl-genpkey(1) has it after {@code -algorithm}
   */
  Certificates.Pair server(String other, String key) throws IOException, InterruptedException {
    return server(other, key, "DNS:localhost", NOW);
  }

  /**
   * @param names as in a configuration of openssl, with commas between
   */
  Certificates.Pair server(String other, String key, String names, Dates dates)
      throws IOException, InterruptedException {
    key(other, key);
    sign(other, "subjectAltName=" + names, dates);
    return new Certificates.Pair(path(other, "pem"), path(other, "key"));
  }

  /** A server that shows this authority's certificate as well. */
  Certificates.Pair withChain(Certificates.Pair server) throws IOException {
    Path chain = path(server.certificate().getFileName() + ".chain", "pem");
    Files.writeString(
        chain, Files.readString(server.certificate()) + Files.readString(certificate()));
    return new Certificates.Pair(chain, server.key());
  }

  Path certificate() {
    return path(name, "pem");
  }

  private Path path(String of, String ending) {
    return directory.resolve(of + "." + ending);
  }

  private void key(String of, String kind) throws IOException, InterruptedException {
    openssl("genpkey -out " + of + ".key -algorithm " + kind);
  }

  private void sign(String other, String extension, Dates dates)
      throws IOException, InterruptedException {
    openssl("req -new -key %s.key -out %s.csr -subj /CN=%s".formatted(other, other, other));
    Files.writeString(path(other, "ext"), extension + "\n");
    openssl(
        "ca -batch -config ca.conf -notext -cert %s.pem -keyfile %s.key".formatted(name, name)
            + " -in %s.csr -out %s.pem -extfile %s.ext".formatted(other, other, other)
            + " -startdate %s -enddate %s".formatted(dates.from(), dates.until()));
  }

  private void openssl(String words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(Arrays.asList(words.split(" ", -1)));
    Path output = directory.resolve("output");
    Process process =
        Git.clean(new ProcessBuilder(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new AssertionError(command + ": " + Files.readString(output));
    }
  }
}
