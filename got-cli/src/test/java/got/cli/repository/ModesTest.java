package got.cli.repository;

import static org.assertj.core.api.Assertions.assertThat;

import got.cli.refs.PackedRefs;
import got.cli.refs.RefSelection;
import got.cli.refs.Selection;
import got.cli.say.Failure;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.confine.Call;
import got.ipc.confine.LinuxSyscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Modes and groups of a new repository: what the umask and the directory around it say. */
class ModesTest extends NewRepositoryCase {
  private static final int SETGID = 02000;

  /** Run with another umask; makes a repository with a pack and an index that are empty. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] args) throws Failure {
      NewRepository repository = create(Path.of(args[0]));
      repository.install(ObjectId.copyOf(HashAlgorithm.SHA1, new byte[20], 0));
      Selection empty =
          RefSelection.of(false, List.of(), List.of(), false)
              .select(PackedRefs.of(HashAlgorithm.SHA1, List.of()));
      repository.write(CONFIG, GOT_CONF, empty);
      repository.publish();
    }
  }

  private void probe(String umask, Path target) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process probe =
        new ProcessBuilder(
                "sh",
                "-c",
                "umask " + umask + "; exec \"$@\"",
                "sh",
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName(),
                target.toString())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("output").toFile())
            .start();
    assertThat(probe.waitFor()).as(Files.readString(temp.resolve("output"))).isEqualTo(0);
  }

  private static int mode(Path path) throws Exception {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
  }

  /** Modes that occur, by what has them. */
  private static Map<String, Integer> modes(Path root) throws Exception {
    Map<String, Integer> modes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        String kind =
            Files.isDirectory(file) ? "directory" : name.startsWith("pack-") ? "pack" : "file";
        Integer other = modes.put(kind, mode(file));
        assertThat(other == null || other == mode(file)).as(file.toString()).isTrue();
      }
    }
    return modes;
  }

  private static Map<String, Integer> expected(int directory, int file, int pack) {
    return new TreeMap<>(Map.of("directory", directory, "file", file, "pack", pack));
  }

  @ParameterizedTest
  @CsvSource({"000,777,666,444", "022,755,644,444", "027,750,640,440", "077,700,600,400"})
  void modesAreWhatTheUmaskLeaves(String umask, String directory, String file, String pack)
      throws Exception {
    Map<String, Integer> expected =
        expected(
            Integer.parseInt(directory, 8), Integer.parseInt(file, 8), Integer.parseInt(pack, 8));
    probe(umask, work.resolve("x/a.git"));
    assertThat(modes(work.resolve("x"))).isEqualTo(expected);

    Path there = Files.createDirectory(work.resolve("b.git"));
    probe(umask, there);
    for (String name : new String[] {"objects", "refs"}) {
      assertThat(mode(there.resolve(name))).isEqualTo(expected.get("directory"));
    }
    assertThat(mode(there.resolve("config"))).isEqualTo(expected.get("file"));
  }

  @Test
  void whatTheDirectoryAbovePassesOnIsPassedOn() throws Exception {
    Files.setAttribute(work, "unix:mode", SETGID | 0755);
    probe("022", work.resolve("x/a.git"));
    assertThat(modes(work.resolve("x"))).isEqualTo(expected(SETGID | 0755, 0644, 0444));
  }

  @Test
  void whatAnEmptyTargetPassesOnIsPassedOn() throws Exception {
    Path target = Files.createDirectory(work.resolve("a.git"));
    Files.setAttribute(target, "unix:mode", SETGID | 0755);
    probe("022", target);
    assertThat(modes(target)).isEqualTo(expected(SETGID | 0755, 0644, 0444));
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).containsExactly(target);
    }
  }

  /** Of acl(5): user::rwx, user 12345:rwx, group::r-x, mask::rwx, other::---. */
  private static void setDefaultAccessList(Path directory) throws Exception {
    ByteBuffer list = ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
    int[][] entries = {{1, 7, -1}, {2, 7, 12345}, {4, 5, -1}, {16, 7, -1}, {32, 0, -1}};
    for (int[] entry : entries) {
      list.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
    }
    try (Arena arena = Arena.ofConfined()) {
      long result =
          LinuxSyscalls.open()
              .call(
                  Call.SETXATTR,
                  memory(arena, (directory + "\0").getBytes(StandardCharsets.UTF_8)),
                  memory(arena, "system.posix_acl_default\0".getBytes(StandardCharsets.UTF_8)),
                  memory(arena, list.array()),
                  list.capacity(),
                  0);
      assertThat(result).as("setxattr").isZero();
    }
  }

  private static long memory(Arena arena, byte[] bytes) {
    MemorySegment memory = arena.allocate(bytes.length, Long.BYTES);
    memory.asByteBuffer().put(bytes);
    return memory.address();
  }

  /** The umask has no say then: the list's mask is what is shown as the group's rights. */
  @Test
  void anAccessListForNewFilesIsPassedOn() throws Exception {
    setDefaultAccessList(work);
    probe("077", work.resolve("a.git"));
    assertThat(modes(work.resolve("a.git"))).isEqualTo(expected(0770, 0660, 0440));

    Path target = Files.createDirectory(temp.resolve("b.git"));
    setDefaultAccessList(target);
    probe("077", target);
    assertThat(mode(target.resolve("objects/pack"))).isEqualTo(0770);
    assertThat(mode(target.resolve("config"))).isEqualTo(0660);
  }
}
