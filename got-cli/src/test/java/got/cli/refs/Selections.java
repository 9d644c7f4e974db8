package got.cli.refs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.HashAlgorithm;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.util.ArrayList;
import java.util.List;

/** What {@link RefSelection} makes of what a server has, in short lines. */
final class Selections {
  static final RefSelection DEFAULT = options(false, List.of(), List.of(), false);

  private Selections() {}

  static RefSelection options(
      boolean all, List<String> branches, List<String> references, boolean mirror) {
    try {
      return RefSelection.of(all, branches, references, mirror);
    } catch (Failure e) {
      throw new AssertionError(e);
    }
  }

  /** What the new repository holds, in the form of {@code got ref -l}; the id is its first byte. */
  static List<String> created(RefSelection options, List<RemoteRef> server) throws Failure {
    Selection selection = options.select(PackedRefs.of(HashAlgorithm.SHA1, server));
    List<String> lines = new ArrayList<>();
    selection.symrefs().forEach(s -> lines.add(s.name() + ": " + s.target()));
    selection.refs().forEach(r -> lines.add(r.name() + ": " + r.id().toString().charAt(1)));
    return lines;
  }

  static List<RefName> followed(RefSelection options, List<RemoteRef> server) throws Failure {
    return options.select(PackedRefs.of(HashAlgorithm.SHA1, server)).branches();
  }

  static void assertRefused(
      RefSelection options, List<RemoteRef> server, ExitCode code, String text) {
    assertThatThrownBy(() -> options.select(PackedRefs.of(HashAlgorithm.SHA1, server)))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.text()).isEqualTo(text);
              assertThat(e.exitCode()).isEqualTo(code);
            });
  }
}
