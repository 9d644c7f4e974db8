package got.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import got.fuzz.Corpus;
import got.script.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes the first inputs of this module's targets: {@code java … got.fetch.FetchSeeds}. */
final class FetchSeeds {
  private static final String CAPABILITIES =
      "side-band-64k ofs-delta symref=HEAD:refs/heads/main object-format=sha1 agent=git/2.39";

  private FetchSeeds() {}

  public static void main(String[] args) throws IOException {
    Corpus.write("conversation", conversation());
  }

  private static List<byte[]> conversation() {
    List<byte[]> inputs = new ArrayList<>();
    String id = Script.ID;
    for (String text :
        List.of(
            "version 2\nls-refs=unborn\nfetch=shallow\nobject-format=sha1\n#\n"
                + id
                + " HEAD symref-target:refs/heads/main\n"
                + id
                + " refs/heads/main\n#\npackfile\n\2Total\n\1PACK\n#",
            "version 2\nls-refs=unborn\nfetch\n#\nunborn HEAD symref-target:refs/heads/x\n#",
            "version 1\n" + id + " HEAD\0" + CAPABILITIES + "\n#\nNAK\n\2x\r\2y\n\1PACK\n#",
            id + " HEAD\0symref=HEAD:refs/heads/a\n" + id + " refs/heads/a\n#\nNAK\nPACK",
            Script.ZERO + " capabilities^{}\0symref=HEAD:refs/heads/x\n#",
            "ERR no such repository")) {
      inputs.add(("\1" + text).getBytes(ISO_8859_1));
      inputs.add(("\3" + text).getBytes(ISO_8859_1));
    }
    inputs.add(
        ("\0" + script(Script.v2().line("unborn HEAD symref-target:refs/x").flush()))
            .getBytes(ISO_8859_1));
    inputs.add(
        ("\0" + script(Script.v0(CAPABILITIES).line("NAK").band(1, "PACK").flush()))
            .getBytes(ISO_8859_1));
    inputs.add(
        ("\0" + script(Script.v0("").line("NAK").raw("PACK rest of it"))).getBytes(ISO_8859_1));
    return inputs;
  }

  private static String script(Script script) {
    return new String(script.bytes(), ISO_8859_1);
  }
}
