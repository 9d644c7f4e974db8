package got.packaging.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import got.packaging.support.ProgramTable;
import got.packaging.support.ProgramTable.Program;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is in the shipped archive of each program, and what our classes in it refer to. */
class ArchiveTest {
  private static final Pattern TYPE = Pattern.compile("L([\\w/$]+)[;<]");

  private static JarFile archive(String program) throws IOException {
    return new JarFile(GotProcess.TREE.resolve("lib/" + program + ".jar").toFile());
  }

  private static List<String> names(String program) throws IOException {
    try (JarFile jar = archive(program)) {
      return jar.stream().map(JarEntry::getName).toList();
    }
  }

  /** Binary names, with slashes, of every type that classes of got's packages name. */
  private static Set<String> references(String program) throws IOException {
    Set<String> references = new TreeSet<>();
    try (JarFile jar = archive(program)) {
      for (JarEntry entry : jar.stream().toList()) {
        if (entry.getName().matches("got/.*\\.class")) {
          try (InputStream in = jar.getInputStream(entry)) {
            for (PoolEntry constant : ClassFile.of().parse(in.readAllBytes()).constantPool()) {
              add(constant, references);
            }
          }
        }
      }
    }
    assertThat(references).contains("java/lang/Object").hasSizeGreaterThan(50);
    return references;
  }

  private static void add(PoolEntry constant, Set<String> references) {
    if (constant instanceof ClassEntry type) {
      references.add(type.asInternalName());
    }
    if (constant instanceof Utf8Entry text) {
      // Descriptors and generic signatures.
      Matcher matcher = TYPE.matcher(text.stringValue());
      while (matcher.find()) {
        references.add(matcher.group(1));
      }
    }
  }

  /** What classes of an archive call or read, each as owner, with slashes, and name. */
  private static Set<String> members(String program, String classes) throws IOException {
    Set<String> members = new TreeSet<>();
    try (JarFile jar = archive(program)) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().matches(classes)).toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          for (PoolEntry constant : ClassFile.of().parse(in.readAllBytes()).constantPool()) {
            if (constant instanceof MemberRefEntry member) {
              members.add(member.owner().asInternalName() + "." + member.name().stringValue());
            }
          }
        }
      }
    }
    assertThat(members).contains("java/lang/Object.<init>");
    return members;
  }

  /** The run-time image has no java.logging: see Loggers, which takes it out of protobuf. */
  @Test
  void nothingCallsLoggers() throws Exception {
    for (Program program : ProgramTable.withArchives()) {
      assertThat(matching(members(program.name(), ".*\\.class"), "java/util/logging/.*"))
          .as(program.name())
          .isEmpty();
    }
  }

  /** java.util.Formatter asks the file system for the rules of languages: a helper has none. */
  @Test
  void noHelperFormatsNumbersByTheRulesOfALanguage() throws Exception {
    String formats = "java/lang/String\\.format(ted)?|.*\\.printf|java/text/.*";
    for (Program helper : ProgramTable.ofKind("helper")) {
      assertThat(matching(members(helper.name(), "got/.*\\.class"), formats))
          .as(helper.name())
          .isEmpty();
    }
  }

  private static List<String> matching(Iterable<String> names, String pattern) {
    List<String> found = new ArrayList<>();
    for (String name : names) {
      if (name.matches(pattern)) {
        found.add(name);
      }
    }
    return found;
  }

  /** Our classes in an archive are those of its own folder, and of those that it may see. */
  @Test
  void programsHoldWhatTheTableSaysAndNothingOfOneAnother() throws Exception {
    for (Program program : ProgramTable.withArchives()) {
      Set<String> allowed = new TreeSet<>(classesOf(program.column("module")));
      for (String module : program.words("sees")) {
        assertThat(allowed).as(program.name()).doesNotContainAnyElementsOf(classesOf(module));
        allowed.addAll(classesOf(module));
      }
      assertThat(matching(names(program.name()), "got/.*\\.class"))
          .as(program.name())
          .containsExactlyInAnyOrderElementsOf(allowed);
    }
  }

  private static List<String> classesOf(String module) throws IOException {
    Path classes = Path.of("..", module, "target/classes");
    try (Stream<Path> files = Files.walk(classes)) {
      List<String> names =
          files
              .map(file -> classes.relativize(file).toString())
              .filter(name -> name.matches("got/.*\\.class"))
              .toList();
      assertThat(names).as(module).isNotEmpty();
      return names;
    }
  }

  @Test
  void whatIsNotOursIsForTheProgramsThatNeedIt() throws Exception {
    for (Program program : ProgramTable.withArchives()) {
      String libraries =
          switch (program.kind()) {
            case "command" -> "(com/google/protobuf|org/newsclub|com/kohlschutter|picocli)/.*";
            case "helper" ->
                "(com/google/protobuf|org/newsclub|com/kohlschutter%s)/.*"
                    .formatted(program.name().equals("got-fetch-http") ? "|org/apache/hc" : "");
            default -> "nothing";
          };
      assertThat(matching(names(program.name()), "(?!got/|META-INF/|" + libraries + ").*"))
          .as(program.name())
          .isEmpty();
    }
  }

  @Test
  void archivesHoldNothingTwice() throws Exception {
    for (Program program : ProgramTable.withArchives()) {
      List<String> names = names(program.name());
      assertThat(new HashSet<>(names)).hasSameSizeAs(names);
    }
  }

  /** got-fetch-pack never sees compression, got-index-pack never the network. */
  @Test
  void programsNeverSeeWhatTheTableForbids() throws Exception {
    for (Program program : ProgramTable.withArchives()) {
      for (String never : program.words("never")) {
        assertThat(matching(references(program.name()), never)).as(program.name()).isEmpty();
      }
    }
    assertThat(matching(references("got-index-pack"), "java/util/zip/.*")).isNotEmpty();
  }

  /** The classes of ours in all archives that have such an instruction. */
  private static List<String> classesWith(Predicate<CodeElement> instruction) throws IOException {
    List<String> found = new ArrayList<>();
    for (Program program : ProgramTable.withArchives()) {
      try (JarFile jar = archive(program.name())) {
        for (JarEntry entry : jar.stream().filter(e -> e.getName().startsWith("got/")).toList()) {
          try (InputStream in = jar.getInputStream(entry)) {
            if (ClassFile.of().parse(in.readAllBytes()).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(CodeModel::elementStream)
                .anyMatch(instruction)) {
              found.add(entry.getName());
            }
          }
        }
      }
    }
    return found;
  }

  /** They are translated ahead of time, and the tree runs so. */
  @Test
  void noSwitchIsTranslatedWhileAProgramStarts() throws Exception {
    assertThat(
            classesWith(
                code ->
                    code instanceof InvokeDynamicInstruction call
                        && call.bootstrapMethod().methodName().equals("typeSwitch")))
        .isEmpty();
    assertThat(
            classesWith(
                code ->
                    code instanceof InvokeInstruction call
                        && call.name().stringValue().startsWith("typeSwitch$")))
        .hasSizeGreaterThan(20);
  }

  /** The answer takes milliseconds of every start, and is known when the archive is made. */
  @Test
  void noProgramAsksWhichVersionOfProtobufItHas() throws Exception {
    assertThat(
            classesWith(
                code ->
                    code instanceof InvokeInstruction call
                        && call.owner().asInternalName().endsWith("/RuntimeVersion")))
        .isEmpty();
  }
}
