package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.ErrorKind;
import got.ipc.fetch.FetchTalk;
import got.script.Script;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Conversations that went well, with something changed. */
class HostileServerTest {
  /** What a server can cause; INTERNAL would be our bug, OUTPUT the pipe's. */
  private static final Set<ErrorKind> OF_THE_SERVER =
      EnumSet.of(
          ErrorKind.CONNECTION,
          ErrorKind.REFUSED,
          ErrorKind.PROTOCOL,
          ErrorKind.NOT_GIT,
          ErrorKind.SERVER_LIMIT);

  private static final int MUTATIONS = 20_000;

  enum Case {
    V2 {
      @Override
      Script script() {
        return Script.v2()
            .line(Script.ID + " HEAD symref-target:refs/heads/main")
            .line(Script.ID + " refs/heads/main")
            .line(Script.OTHER + " refs/tags/v1 peeled:" + Script.ID)
            .flush()
            .line("packfile")
            .band(2, "Total 1\n")
            .band(1, "PACK")
            .raw("0005\2")
            .band(1, "rest of it")
            .flush();
      }
    },
    V2_UNBORN {
      @Override
      Script script() {
        return Script.v2().line("unborn HEAD symref-target:refs/heads/main").flush();
      }
    },
    V1 {
      @Override
      Script script() {
        return new Script().line("version 1").raw(latin1(V0.script()));
      }
    },
    V0 {
      @Override
      Script script() {
        return new Script()
            .line(
                Script.ID
                    + " HEAD\0side-band-64k ofs-delta symref=HEAD:refs/heads/main"
                    + " object-format=sha1 agent=git/2.39")
            .line(Script.ID + " refs/heads/main")
            .line(Script.OTHER + " refs/tags/v1")
            .line(Script.ID + " refs/tags/v1^{}")
            .flush()
            .line("NAK")
            .band(2, "Total 1\r")
            .band(1, "PACK rest")
            .flush();
      }
    },
    V0_BARE {
      @Override
      Script script() {
        return Script.v0("symref=HEAD:refs/heads/main").line("NAK").raw("PACK rest of it");
      }
    },
    V0_EMPTY {
      @Override
      Script script() {
        return new Script()
            .line(Script.ZERO + " capabilities^{}\0symref=HEAD:refs/heads/x")
            .flush();
      }
    };

    abstract Script script();

    private static String latin1(Script script) {
      return new String(script.bytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static void check(byte[] server, String what) {
    Exchange exchange;
    try {
      exchange = Exchange.fetch(server);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
    if (exchange.failed()) {
      assertThat(exchange.error().kind()).as(what).isIn(OF_THE_SERVER);
    } else {
      assertThat(exchange.messages().getLast())
          .as(what)
          .isEqualTo(new FetchTalk.Fetched(exchange.packBytes().length));
    }
  }

  @ParameterizedTest
  @EnumSource
  void unchangedConversationGoesWell(Case conversation) {
    Exchange.fetch(conversation.script()).succeeds();
  }

  @ParameterizedTest
  @EnumSource
  void oneChangedByteIsNoSurprise(Case conversation) {
    byte[] valid = conversation.script().bytes();
    long seed = conversation.name().hashCode();
    Random random = new Random(seed);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] changed = valid.clone();
      int at = random.nextInt(changed.length);
      changed[at] = (byte) random.nextInt(256);
      check(changed, conversation + ", seed " + seed + ", mutation " + i + " at " + at);
    }
  }

  @ParameterizedTest
  @EnumSource
  void piecesThatMovedAreNoSurprise(Case conversation) {
    byte[] valid = conversation.script().bytes();
    long seed = 1L + conversation.name().hashCode();
    Random random = new Random(seed);
    for (int i = 0; i < MUTATIONS; i++) {
      int from = random.nextInt(valid.length);
      int to = from + random.nextInt(valid.length - from);
      int at = random.nextInt(valid.length);
      byte[] piece = random.nextBoolean() ? new byte[0] : Arrays.copyOfRange(valid, from, to);
      int resume = random.nextBoolean() ? at : Math.min(valid.length, at + random.nextInt(70));
      byte[] changed = new byte[at + piece.length + valid.length - resume];
      System.arraycopy(valid, 0, changed, 0, at);
      System.arraycopy(piece, 0, changed, at, piece.length);
      System.arraycopy(valid, resume, changed, at + piece.length, valid.length - resume);
      check(changed, conversation + ", seed " + seed + ", mutation " + i);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "V0_BARE", mode = EnumSource.Mode.EXCLUDE)
  void connectionThatEndsAtAnyByteIsReported(Case conversation) {
    byte[] valid = conversation.script().bytes();
    for (int length = 0; length < valid.length; length++) {
      Exchange exchange = Exchange.fetch(Arrays.copyOf(valid, length));
      exchange.failsWith(ErrorKind.CONNECTION, "the server closed the connection");
      assertThat(exchange.error().detail()).isEqualTo(length);
    }
  }

  /** Without side-band, the end of the connection is the end of the pack; got-index-pack tells. */
  @ParameterizedTest
  @EnumSource(names = "V0_BARE")
  void barePackThatEndsEarlyIsPassedOn(Case conversation) {
    byte[] valid = conversation.script().bytes();
    int start = valid.length - "PACK rest of it".length();
    for (int length = 0; length < valid.length; length++) {
      Exchange exchange = Exchange.fetch(Arrays.copyOf(valid, length));
      if (length < start) {
        exchange.failsWith(ErrorKind.CONNECTION, "the server closed the connection");
      } else if (length == start) {
        exchange.breaks("the server sent no pack");
      } else {
        assertThat(exchange.succeeds().packBytes()).hasSize(length - start);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingDependsOnHowTheBytesArrive(Case conversation) {
    byte[] valid = conversation.script().bytes();
    Exchange whole = Exchange.fetch(valid);
    Exchange dripping =
        Exchange.fetch(
            Exchange.OVER_SSH, new Dripping(valid), OutputStream.nullOutputStream(), Exchange::ids);
    assertThat(dripping.succeeds().refs()).isEqualTo(whole.refs());
    assertThat(dripping.packBytes()).isEqualTo(whole.packBytes());
  }

  /** One byte at a time. */
  private static final class Dripping extends InputStream {
    private final ByteArrayInputStream bytes;

    Dripping(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return bytes.read(buffer, offset, 1);
    }
  }
}
