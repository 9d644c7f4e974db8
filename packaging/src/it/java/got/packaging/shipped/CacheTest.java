package got.packaging.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.FileTree;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.ProgramTable;
import got.packaging.support.ProgramTable.Program;
import got.packaging.support.TreeCopy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The caches of classes: each program uses its own, and never with another archive. */
@Tag("alone")
class CacheTest {
  private static final Path ASSEMBLE = Path.of("src/build/Assemble.java").toAbsolutePath();

  private static final String PROGRAMS = "got(-(fetch|index|read)-pack|-fetch-http)?";

  @TempDir Path work;
  private Path tree;

  @BeforeEach
  void copy() throws Exception {
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    tree = TreeCopy.in(work.resolve("got"));
  }

  private Result version() throws Exception {
    return Launch.in(work).program(tree.resolve("bin/got")).run("-V");
  }

  private List<String> caches() throws IOException {
    try (Stream<Path> files = Files.list(tree.resolve("lib"))) {
      return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".aot")).toList();
    }
  }

  /** Another version number in the class files: as long as before, so the size stays. */
  private void rebuild() throws IOException {
    Path archive = tree.resolve("lib/got.jar");
    String bytes = Files.readString(archive, StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains("0.1.0");
    Files.writeString(archive, bytes.replace("0.1.0", "9.9.9"), StandardCharsets.ISO_8859_1);
    long cached = Files.getLastModifiedTime(tree.resolve("lib").resolve(gotsCache())).toMillis();
    Files.setLastModifiedTime(archive, FileTime.fromMillis(cached + 60_000));
  }

  private static String output(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private void makeCaches() throws Exception {
    assertThat(output(List.of(tree.resolve("libexec/make-caches").toString()))).isEmpty();
  }

  /** Of got's own classes, by what the virtual machine says of where they come from. */
  private Map<Boolean, Long> loadedFromCache(List<String> command) throws Exception {
    List<String> words = new ArrayList<>(command);
    words.add(words.indexOf("-cp"), "-Xlog:class+load:stdout");
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int ignored = process.waitFor();
    return output
        .lines()
        .filter(line -> line.contains(" got."))
        .collect(
            Collectors.partitioningBy(
                line -> line.contains("shared objects file"), Collectors.counting()));
  }

  /** As got starts it. */
  private List<String> helper(String name) throws IOException {
    Path lib = tree.resolve("lib");
    List<String> command = new ArrayList<>();
    command.add(tree.resolve("runtime/bin/java").toString());
    for (String option : Files.readAllLines(lib.resolve(name + ".options"))) {
      command.add(option.replace("-XX:AOTCache=", "-XX:AOTCache=" + lib + "/"));
    }
    String property = "-Dorg.newsclub.net.unix.library.override";
    command.add(property + "=" + lib.resolve("libjunixsocket.so"));
    command.add(property + ".force=true");
    command.add("-Dgot.syscalls=" + lib.resolve("libgotsyscall.so"));
    command.add("-Xbootclasspath/a:" + lib.resolve(name + ".jar"));
    String main =
        ProgramTable.ofKind("helper").stream()
            .filter(program -> program.name().equals(name))
            .map(program -> program.column("main class"))
            .findFirst()
            .orElseThrow();
    command.addAll(List.of("-cp", lib.resolve("none").toString(), main));
    return command;
  }

  @Test
  void helpersStartFromTheirCaches() throws Exception {
    for (Program program : ProgramTable.ofKind("helper")) {
      String helper = program.name();
      Map<Boolean, Long> loaded = loadedFromCache(helper(helper));
      // Standard input is no channel: what it takes to say so is not in the cache.
      assertThat(loaded.getOrDefault(false, 0L)).as(helper).isLessThan(10);
      assertThat(loaded.get(true)).as(helper).isGreaterThan(50);
    }
  }

  @Test
  void archiveOfAnotherTimeIsRunAsItIs() throws Exception {
    rebuild();

    assertThat(version()).isEqualTo(new Result(0, "got 9.9.9\n", ""));
  }

  @Test
  void otherArchivesGetCachesOfTheirOwn() throws Exception {
    List<String> before = caches();
    output(
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            ASSEMBLE.toString(),
            Path.of("..").toAbsolutePath().normalize().toString(),
            tree.toString(),
            "2001-01-01T00:00:00Z"));
    makeCaches();

    assertThat(version()).isEqualTo(new Result(0, "got 0.1.0\n", ""));
    assertThat(caches())
        .hasSameSizeAs(before)
        .allMatch(name -> Pattern.matches(PROGRAMS + "-\\p{XDigit}{16}\\.aot", name))
        .doesNotContainAnyElementsOf(before);
    assertThat(Files.readString(tree.resolve("bin/gotadmin"))).contains(gotsCache());
  }

  private String gotsCache() throws IOException {
    return caches().stream().filter(name -> name.matches("got-[0-9a-f]+\\.aot")).findFirst().get();
  }

  /** As in the package: what is made again has the names that launchers and options say. */
  @Test
  void cachesThatDoNotFitAreMadeAgainAndNothingElseChanges() throws Exception {
    List<String> before = FileTree.listing(tree);
    Path archive = tree.resolve("lib/got-fetch-pack.jar");
    Files.setLastModifiedTime(archive, FileTime.fromMillis(1_000_000_000_000L));
    assertThat(loadedFromCache(helper("got-fetch-pack")).get(true)).isZero();
    makeCaches();

    assertThat(loadedFromCache(helper("got-fetch-pack")).get(true)).isGreaterThan(50);
    assertThat(FileTree.listing(tree)).isEqualTo(before);
  }

  @Test
  void missingCacheIsNoMistake() throws Exception {
    for (String cache : caches()) {
      Files.delete(tree.resolve("lib").resolve(cache));
    }

    assertThat(version()).isEqualTo(new Result(0, "got 0.1.0\n", ""));
  }
}
