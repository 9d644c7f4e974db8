package got.pkt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PktWriterTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PktWriter writer = new PktWriter(out, new Unwatched());

  private String written() {
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void nothingLeavesBeforeItIsSent() throws Exception {
    writer.line("done");
    writer.delim();
    writer.flush();
    assertThat(written()).isEmpty();
    writer.send();
    assertThat(written()).isEqualTo("0009done\n" + "0001" + "0000");
  }

  @Test
  void bytesOfANameAreKept() throws Exception {
    writer.line("ref-prefix refs/heads/\u00e9\u0080");
    writer.send();
    assertThat(written()).isEqualTo("001dref-prefix refs/heads/\u00e9\u0080\n");
  }

  @Test
  void longestPacketFitsAndTheNextByteDoesNot() throws Exception {
    writer.data(new byte[65516]);
    writer.flush();
    writer.data(new byte[65516]);
    writer.send();
    assertThat(written()).hasSize(2 * 65520 + 4).startsWith("fff0");
    assertThatThrownBy(() -> writer.data(new byte[65517]))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void headerMayMeetTheEndOfTheBuffer() throws Exception {
    for (int left = 0; left < 6; left++) {
      out.reset();
      writer.data(new byte[65516]);
      writer.data(new byte[16 - 4 - left]);
      writer.line("done");
      writer.flush();
      writer.send();
      assertThat(written()).hasSize(65536 - left + 9 + 4).endsWith("0009done\n0000");
    }
  }

  @Test
  void manyLinesPassThroughTheBuffer() throws Exception {
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      writer.line("want " + i);
      expected.append(String.format("%04xwant %d\n", 10 + ("" + i).length(), i));
    }
    writer.send();
    assertThat(written()).isEqualTo(expected.toString());
  }

  @Test
  void serverThatIsGoneIsAConnectionFault() throws Exception {
    PktWriter broken = new PktWriter(new Gone(), new Unwatched());
    broken.flush();
    assertThatThrownBy(broken::send)
        .isInstanceOfSatisfying(
            PktLineException.class,
            e -> assertThat(e.fault()).isEqualTo(PktLineException.Fault.CONNECTION))
        .hasMessageContaining("broken pipe");
  }

  private static final class Gone extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("Broken pipe");
    }

    @Override
    public void write(byte[] b, int offset, int length) throws IOException {
      throw new IOException("Broken pipe");
    }
  }
}
