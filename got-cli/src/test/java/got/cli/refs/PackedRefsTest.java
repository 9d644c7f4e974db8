package got.cli.refs;

import static got.cli.refs.Refs.head;
import static got.cli.refs.Refs.id;
import static got.cli.refs.Refs.name;
import static got.cli.refs.Refs.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedRefsTest {
  private static final long SEED = 20261128;

  private static RefName named(int number, int length) {
    String digits = Integer.toString(number);
    return name("refs/" + "n".repeat(length - 5 - digits.length()) + digits);
  }

  private static void refuses(PackedRefs refs, RemoteRef ref) {
    assertThatThrownBy(() -> refs.add(ref))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.HELPER);
              assertThat(e.text()).endsWith("broke the rules: more references than allowed");
            });
  }

  @Test
  void namesMayTakeSoManyBytesAndNotOneMore() throws Exception {
    PackedRefs refs = new PackedRefs(HashAlgorithm.SHA1);
    for (int i = 0; i < Limits.REF_NAME_BYTES / 1024; i++) {
      refs.add(new RemoteRef.Direct(named(i, 1024), id(1)));
    }
    refuses(refs, ref("HEAD", 1));
    assertThat(refs.inOrder()).hasSize(Limits.REF_NAME_BYTES / 1024);
  }

  @Test
  void targetsCountAsNamesDo() throws Exception {
    PackedRefs refs = new PackedRefs(HashAlgorithm.SHA1);
    for (int i = 0; i < Limits.REF_NAME_BYTES / 1024; i++) {
      refs.add(new RemoteRef.Symbolic(named(i, 24), named(7, 1000), id(1)));
    }
    refuses(refs, ref("HEAD", 1));
  }

  @Test
  void thereMayBeSoManyAndNotOneMore() throws Exception {
    PackedRefs refs = new PackedRefs(HashAlgorithm.SHA1);
    for (int i = 0; i < Limits.REFS; i++) {
      refs.add(new RemoteRef.Direct(named(i, 12), id(1)));
    }
    assertThat(refs.received()).isEqualTo(Limits.REFS);
    refuses(refs, ref("refs/x", 1));
    assertThat(refs.inOrder()).hasSize(Limits.REFS);
  }

  @Test
  void whatIsPutInComesOutInOrder() throws Exception {
    Random random = new Random(SEED);
    List<RemoteRef> put = new ArrayList<>();
    put.add(head("refs/heads/main", 1));
    for (int i = 0; i < 20_000; i++) {
      String text = "refs/a" + Integer.toString(i, 5).replaceAll("[34]", "/x") + "/" + i;
      put.add(
          random.nextBoolean()
              ? ref(text, 1 + i % 9)
              : new RemoteRef.Symbolic(name(text), name("refs/t" + i), id(2)));
    }
    Collections.shuffle(put, random);
    List<RemoteRef> expected = new ArrayList<>(put);
    expected.sort(
        Comparator.comparing((RemoteRef ref) -> !ref.name().equals(RefName.HEAD))
            .thenComparing(RemoteRef::name, RefOrder.PATH));
    assertThat(PackedRefs.of(HashAlgorithm.SHA1, put).listing())
        .as("seed " + SEED)
        .isEqualTo(expected);
  }

  /** With the heap that got has, and all branches of the longest list. */
  @Test
  void longestListFitsTheHeap() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LongestList.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("1 want, 2097152 references, 2097152 lines\n");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
