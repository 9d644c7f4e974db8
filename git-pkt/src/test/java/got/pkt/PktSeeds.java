package got.pkt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import got.fuzz.Corpus;
import got.script.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes the first inputs of this module's targets: {@code java … got.pkt.PktSeeds}. */
final class PktSeeds {
  private static final String CAPABILITIES =
      "side-band-64k ofs-delta symref=HEAD:refs/heads/main object-format=sha1 agent=git/2.39";

  private PktSeeds() {}

  public static void main(String[] args) throws IOException {
    Corpus.write("pkt", pkt());
    Corpus.write("side-band", sideBand());
    Corpus.write("ref-list", refList());
  }

  private static List<byte[]> pkt() {
    return inputs(
        "\0000000",
        "\0ff000100020004",
        "\0100060a\n0000",
        "\0020000b1234567000Axxxxxx",
        "\3770003",
        "\377fff1",
        "\377fff0x",
        "\377 00ax",
        "\377PACK",
        "\001" + new String(Script.v2().bytes(), ISO_8859_1));
  }

  private static List<byte[]> sideBand() {
    return inputs(
        "\376" + script(new Script().band(2, "Total 1\n").band(1, "PACK").band(1, "").flush()),
        "\376" + script(new Script().band(3, "no \u001b[2J\n")),
        "\0" + script(new Script().data("ERR gone")),
        "\0" + script(new Script().data("")),
        "\0" + script(new Script().band(4, "x")),
        "\0" + script(new Script().band(1, "PACK").delim()),
        "\377\005\001PACK\001\002\006\002text\n",
        "\001\002\001x\004\001yz!");
  }

  private static List<byte[]> refList() {
    String id = Script.ID;
    String refs = id + " refs/heads/main\n" + Script.OTHER + " refs/tags/v1\n";
    return inputs(
        "\0" + id + " HEAD\0" + CAPABILITIES + "\n" + refs + id + " refs/tags/v1^{}",
        "\0" + id + " refs/heads/a\0symref=HEAD:refs/heads/b\n" + id + " refs/heads/b",
        "\0" + Script.ZERO + " capabilities^{}\0symref=HEAD:refs/heads/x",
        "\0" + id + " refs/x\0 symref=HEAD:refs/x symref=HEAD:refs/y",
        "\0" + id + " HEAD\0\nshallow " + id,
        "\0" + "a".repeat(64) + " HEAD\0object-format=sha256 object-format=sha1",
        "\0" + id + " HEAD\0symref=HEAD:refs/heads/a..b\n" + id + " refs/tags/x.lock",
        "\001" + id + " HEAD symref-target:refs/heads/a..b\n" + id + " refs/heads/a..b",
        "\001" + refs.strip(),
        "\001" + id + " HEAD symref-target:refs/heads/main\nunborn HEAD symref-target:refs/heads/x",
        "\001" + id + " refs/tags/v1 peeled:" + Script.OTHER + " unknown  symref-target:",
        "\003" + "AbCd".repeat(16) + " refs/x symref-target:HEAD");
  }

  private static String script(Script script) {
    return new String(script.bytes(), ISO_8859_1);
  }

  private static List<byte[]> inputs(String... texts) {
    List<byte[]> inputs = new ArrayList<>();
    for (String text : texts) {
      inputs.add(text.getBytes(ISO_8859_1));
    }
    return inputs;
  }
}
