package got.cli.local;

import got.cli.files.HeldDirectory;
import got.cli.files.Status;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.BadValueException;
import got.ipc.RefName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Branches that somebody stands on. A symbolic reference on the way to one counts too, and so does
 * a branch that is yet to be born.
 *
 * @param workTrees those of git's work trees, which only git may move, make or delete: its index
 *     and files belong to them. One that is being rebased or bisected is among them.
 * @param head those that HEAD of a bare repository leads to
 * @param gots the branch of got's work tree, which knows its own commit, so that the branch may
 *     move
 */
public record CheckedOut(Set<RefName> workTrees, Set<RefName> head, Set<RefName> gots) {
  /** Symbolic references one after the other. Source: git's SYMREF_MAXDEPTH. */
  private static final int LINKS = 5;

  private static final String HEADS = "refs/heads/";
  private static final String BISECT = "BISECT_START";

  /** Source: git's branch.c, prepare_checked_out_branches. */
  private static final List<String> REBASES = List.of("rebase-merge", "rebase-apply");

  /**
   * What is checked out now.
   *
   * @param refs of the repository
   */
  public static CheckedOut of(LocalRepository repository, LocalRefs refs) throws Failure {
    Set<RefName> workTrees = new LinkedHashSet<>();
    Set<RefName> head = new LinkedHashSet<>();
    HeldDirectory directory = repository.directory();
    try {
      follow(repository.head(directory), refs, repository.isBare() ? head : workTrees);
      halfDone(directory, workTrees);
      if (!repository.headDirectory().identity().equals(directory.identity())) {
        linked(repository, repository.headDirectory(), refs, workTrees);
      }
      Optional<HeldDirectory> all = directory.find("worktrees");
      if (all.isPresent()) {
        try (HeldDirectory opened = all.get()) {
          for (String name : opened.names()) {
            boolean isTree = opened.status(name).filter(Status::isDirectory).isPresent();
            Optional<HeldDirectory> one = isTree ? opened.find(name) : Optional.empty();
            if (one.isPresent()) {
              try (HeldDirectory tree = one.get()) {
                linked(repository, tree, refs, workTrees);
              }
            }
          }
        }
      }
    } catch (IOException e) {
      throw LocalRepository.failure(ExitCode.FAILED, directory.path(), e);
    }
    Set<RefName> gots = new LinkedHashSet<>();
    follow(repository.workTreeBranch(), refs, gots);
    return new CheckedOut(workTrees, head, gots);
  }

  private static void linked(
      LocalRepository repository, HeldDirectory tree, LocalRefs refs, Set<RefName> into)
      throws IOException {
    follow(repository.head(tree), refs, into);
    halfDone(tree, into);
  }

  private static void follow(Optional<RefName> start, LocalRefs refs, Set<RefName> into) {
    Optional<RefName> at = start;
    for (int i = 0; i <= LINKS && at.isPresent(); i++) {
      into.add(at.get());
      at =
          refs.value(at.get()) instanceof RefValue.Symbolic(RefName target)
              ? Optional.of(target)
              : Optional.empty();
    }
  }

  /** While git rebases or bisects, HEAD is an id, and these files say to what it will go back. */
  private static void halfDone(HeldDirectory in, Set<RefName> into) throws IOException {
    for (String rebase : REBASES) {
      Optional<HeldDirectory> found = in.find(rebase);
      if (found.isPresent()) {
        try (HeldDirectory opened = found.get()) {
          for (String file : List.of("head-name", "update-refs")) {
            LocalRepository.text(opened, file).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(HEADS))
                .flatMap(CheckedOut::name)
                .forEach(into::add);
          }
        }
      }
    }
    // Without its refs/heads/; or an id.
    Optional<String> start = LocalRepository.text(in, BISECT).map(String::strip);
    start.stream()
        .map(branch -> branch.startsWith(HEADS) ? branch : HEADS + branch)
        .flatMap(CheckedOut::name)
        .forEach(into::add);
  }

  private static Stream<RefName> name(String latin1) {
    try {
      return Stream.of(RefName.check(latin1.strip().getBytes(StandardCharsets.ISO_8859_1)));
    } catch (BadValueException e) {
      return Stream.empty();
    }
  }

  /**
   * True if that change would take away what somebody stands on.
   *
   * @param headLeaves if HEAD of a bare repository goes elsewhere at the same time
   */
  public boolean forbids(RefChange change, boolean headLeaves) {
    return workTrees.contains(change.name())
        || (change.deletes() && keeps(change.name(), headLeaves));
  }

  /** True for one that must not be deleted. */
  public boolean keeps(RefName name, boolean headLeaves) {
    return workTrees.contains(name) || gots.contains(name) || (!headLeaves && head.contains(name));
  }
}
