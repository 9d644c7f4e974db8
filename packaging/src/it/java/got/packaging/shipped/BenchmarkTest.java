package got.packaging.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.PackFiles;
import got.packaging.tool.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in {@code packaging/bench} on small packs: that they measure, not what. */
@Tag("alone")
class BenchmarkTest {
  private static final Path SCRIPTS = GotProcess.TREE.resolve("../../bench").normalize();
  private static final String NUMBER = "\\d+\\.\\d+";

  @TempDir Path work;
  private Path repository;

  @BeforeEach
  void begin() throws Exception {
    Path java = work.resolve("java");
    JavaCommand.main(new String[] {java.toString(), GotProcess.TREE.toString()});
    repository = PackFiles.history(work, "sha1");
  }

  @AfterEach
  void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  @Test
  void indexingIsTimedAndPlotted() throws Exception {
    Result result = bench("index", "-r", "1", "-o", "figures", "small=" + repository);

    assertThat(result).returns(0, Result::status);
    assertThat(result.out().lines().skip(1).filter(line -> !line.startsWith("peak memory of git")))
        .satisfiesExactly(
            line -> assertThat(line).matches("small: \\d+ objects, \\d+ bytes"),
            line -> assertThat(line).matches(times("round 1: got N s, git N s, jgit N s")),
            line -> assertThat(line).matches(times("median: got N s, got / got 1.00")),
            line -> assertThat(line).matches(memory("got \\(got\\)")),
            line -> assertThat(line).matches(memory("got-index-pack \\(got\\)")),
            line -> assertThat(line).matches(times("median: git N s, got / git N")),
            line -> assertThat(line).matches(times("median: jgit N s, got / jgit N")),
            line -> assertThat(line).matches(memory("java \\(jgit\\)")),
            line -> assertThat(line).isEqualTo("the indexes are equal"),
            line -> assertThat(line).isEqualTo("wrote figures.csv and figures.svg"));
    assertThat(work.resolve("figures.csv")).content().hasLineCount(4).contains("\nsmall,");
    assertThat(work.resolve("figures.svg")).content().contains(">got</text>", ">jgit</text>");
  }

  @Test
  void unequalIndexFailsTheBenchmark() throws Exception {
    Path tree = Files.createDirectories(work.resolve("tree/bin"));
    Path program = tree.resolve("gotadmin");
    Files.writeString(program, "#!/bin/sh\n: >\"${3%.pack}.idx\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    Result result = bench("index", "-J", "-r", "1", "-t", "tree", repository.toString());

    assertThat(result).returns(1, Result::status);
    assertThat(result.out()).doesNotContain("the indexes are equal");
  }

  @Test
  void anEarlierTreeIsTimedInTheSameRounds() throws Exception {
    String earlier = GotProcess.TREE.toString();
    Result result = bench("index", "-J", "-r", "1", "-b", earlier, "small=" + repository);

    assertThat(result).returns(0, Result::status);
    assertThat(result.out().lines())
        .anyMatch(line -> line.matches(times("round 1: got N s, before N s, git N s")))
        .anyMatch(line -> line.matches(times("median: before N s, got / before N")));

    result = bench("start", "-J", "-r", "1", "-b", earlier);

    assertThat(result).returns(0, Result::status);
    String pair = "%s: N s, N s of processor time; %s: N s, N s; %1$s / %2$s: N, processor time N";
    assertThat(result.out().lines().skip(1))
        .satisfiesExactly(
            line -> assertThat(line).matches(times("clone: " + pair.formatted("got", "git"))),
            line -> assertThat(line).matches(times("clone: " + pair.formatted("got", "before"))),
            line ->
                assertThat(line)
                    .matches(times("got -V: " + pair.formatted("version", "version-before"))),
            line ->
                assertThat(line)
                    .matches(
                        times(
                            "empty virtual machine: N s, N s of processor time, \\d+ page faults;"
                                + " clone / 2 of them: N, processor time / 3: N,"
                                + " page faults / 3: N; got -V / one: N")),
            line ->
                assertThat(line)
                    .matches(times("got -V: N s, N s of processor time; wrong URL: N s")),
            line -> assertThat(line).matches(times("first byte: got N s, git N s")),
            line -> assertThat(line).matches("peak PSS of all processes of a clone: \\d+ MB"),
            line -> assertThat(line).matches("size of the tree: \\d+ MB"));
  }

  @Test
  void clonesOverHttpsAreTimed() throws Exception {
    Result result = bench("https", "-r", "1", "-s", "1", repository.toString());

    assertThat(result).as(result.err()).returns(0, Result::status);
    String helper =
        times("got-fetch-http: N s of processor time, PSS M MB, start to answer N s")
            .replace("M MB", "\\d+ MB");
    assertThat(result.out().lines().skip(1))
        .satisfiesExactly(
            line -> assertThat(line).matches(times("round 1: got N s, git N s")),
            line -> assertThat(line).matches(times("history: got N s, git N s, got / git N")),
            line -> assertThat(line).matches(helper),
            line -> assertThat(line).matches(times("three commits: got N s, git N s, got / git N")),
            line -> assertThat(line).matches(helper));
  }

  @Test
  void clonesAtOnceAreTimed() throws Exception {
    String earlier = GotProcess.TREE.toString();
    Result result = bench("many", repository.toString(), "-n", "2", "-r", "1", "-b", earlier);

    assertThat(result).as(result.err()).returns(0, Result::status);
    String clones = times("%s: 2 clones N s, N of one; \\d+ MB together");
    assertThat(result.out().lines().skip(1))
        .satisfiesExactly(
            line -> assertThat(line).matches(clones.formatted("got")),
            line -> assertThat(line).matches(clones.formatted("before")),
            line -> assertThat(line).matches(clones.formatted("git")),
            line -> assertThat(line).matches(times("got / git: N")),
            line -> assertThat(line).matches(times("before / git: N")));
  }

  @Test
  void endOfAStreamIsTimed() throws Exception {
    Result result = bench("stream", "-r", "1", "-s", "20", "small=" + repository);

    assertThat(result).returns(0, Result::status);
    assertThat(result.out().lines().skip(1))
        .satisfiesExactly(
            line -> assertThat(line).matches("small: \\d+ objects, \\d+ bytes"),
            line ->
                assertThat(line)
                    .matches(
                        times(
                            "20 MB/s, round 1: got-index-pack N s, got N s at N MB/s, "
                                + "git N s at N MB/s")),
            line ->
                assertThat(line)
                    .matches(
                        times(
                            "20 MB/s, median: got-index-pack N s, got N s, git N s, "
                                + "got-index-pack / git N, got / git N")));
  }

  @Test
  void streamThatFailsIsNoMeasurement() throws Exception {
    Path pack = PackFiles.packOf(repository);
    PackFiles.spoil(pack, Files.size(pack) / 2);

    Result result = bench("stream", "-r", "1", "-s", "20", repository.toString());

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).doesNotContain("median");
    assertThat(result.err()).contains("got clone ended with status 6");
  }

  @Test
  void generatedPacksAreMeasured() throws Exception {
    String earlier = GotProcess.TREE.toString();
    Result result =
        bench("large", "-n", "1000 3000", "-b", "3000000", "-w", "9000000", "-B", earlier, ".");

    assertThat(result).returns(0, Result::status);
    String program = times("%s: N s, \\d+ MB, without mapped files \\d+ MB; got / %1$s N");
    String before = program.formatted("before");
    String got = program.formatted("got");
    assertThat(result.out().lines().skip(1))
        .filteredOn(line -> !line.startsWith("git"))
        .satisfiesExactly(
            line -> assertThat(line).matches("objects 1000: 1000 objects, \\d+ bytes"),
            line -> assertThat(line).matches(before),
            line -> assertThat(line).matches(got),
            line -> assertThat(line).matches("objects 3000: 3000 objects, \\d+ bytes"),
            line -> assertThat(line).matches(before),
            line -> assertThat(line).matches(got),
            line -> assertThat(line).startsWith("before from 1000 to 3000 objects: "),
            line -> assertThat(line).startsWith("got from 1000 to 3000 objects: "),
            line -> assertThat(line).matches("blob 3000000: 1 objects, \\d+ bytes"),
            line -> assertThat(line).matches(before),
            line -> assertThat(line).matches(got),
            line -> assertThat(line).matches("wide 9000000: \\d+ objects, \\d+ bytes"),
            line -> assertThat(line).matches(before),
            line -> assertThat(line).matches(got),
            line -> assertThat(line).isEqualTo("the indexes are equal"));
    assertThat(work.toFile().list()).containsExactlyInAnyOrder("java", "history.git");
  }

  private Result bench(String script, String... arguments) throws Exception {
    return Launch.in(work)
        .program(SCRIPTS.resolve(script))
        .environment(
            Map.of(
                "PATH",
                "/usr/bin:/bin",
                "LC_ALL",
                "C.UTF-8",
                "TMPDIR",
                work.toString(),
                "HOME",
                work.toString(),
                "GOT_BENCH_JAVA",
                work.resolve("java").toString()))
        .run(arguments);
  }

  /** A pattern of a line with decimal numbers where there is an N. */
  private static String times(String line) {
    return line.replace("N", NUMBER);
  }

  private static String memory(String process) {
    return "peak memory of " + process + ": [1-9]\\d* MB, without mapped files [1-9]\\d* MB";
  }
}
