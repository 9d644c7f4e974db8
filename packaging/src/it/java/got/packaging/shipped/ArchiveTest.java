package got.packaging.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static List<String> matching(Iterable<String> names, String pattern) {
    List<String> found = new ArrayList<>();
    for (String name : names) {
      if (name.matches(pattern)) {
        found.add(name);
      }
    }
    return found;
  }

  @Test
  void programsHoldNothingOfOneAnother() throws Exception {
    List<String> fetchPack = names("got-fetch-pack");
    assertThat(fetchPack)
        .contains("got/fetch/Main.class", "got/pkt/PktReader.class", "got/ipc/Channel.class");
    assertThat(matching(fetchPack, "(got/(index|pack|cli)|picocli)/.*")).isEmpty();

    List<String> indexPack = names("got-index-pack");
    assertThat(indexPack)
        .contains("got/index/Main.class", "got/pack/Delta.class", "got/ipc/Channel.class");
    assertThat(matching(indexPack, "(got/(fetch|pkt|cli)|picocli)/.*")).isEmpty();

    List<String> got = names("got");
    assertThat(got).contains("got/cli/Got.class", "got/ipc/Channel.class");
    assertThat(matching(got, "got/(fetch|index|pkt|pack)/.*")).isEmpty();
  }

  @Test
  void probeIsInNoArchiveButItsOwn() throws Exception {
    for (String program : List.of("got", "got-fetch-pack", "got-index-pack")) {
      assertThat(matching(names(program), "got/probe/.*")).as(program).isEmpty();
    }
    List<String> probe = names("got-probe");
    assertThat(probe).contains("got/probe/Main.class");
    assertThat(matching(probe, "(?!got/probe/|META-INF/MANIFEST.MF$).*")).isEmpty();
  }

  @Test
  void archivesHoldNoTestsAndNoServer() throws Exception {
    for (String program : List.of("got", "got-fetch-pack", "got-index-pack")) {
      List<String> names = names(program);
      assertThat(matching(names, "org/(junit|eclipse|assertj|slf4j)/.*")).isEmpty();
      assertThat(new HashSet<>(names)).hasSameSizeAs(names);
    }
  }

  @Test
  void fetchPackNeverSeesCompression() throws Exception {
    assertThat(matching(references("got-fetch-pack"), "java/util/(zip|jar)/.*")).isEmpty();
  }

  @Test
  void indexPackNeverSeesTheNetwork() throws Exception {
    Set<String> references = references("got-index-pack");
    assertThat(matching(references, "(java|javax|jdk|sun)/(net|nio/ch)/.*")).isEmpty();
    assertThat(matching(references, "java/nio/channels/.*(Socket|Datagram|Network|Select).*"))
        .isEmpty();
  }

  /** What is left of them, by class: they are translated ahead of time, and the tree runs so. */
  @Test
  void noSwitchIsTranslatedWhileAProgramStarts() throws Exception {
    List<String> left = new ArrayList<>();
    int methods = 0;
    for (String program : List.of("got", "got-fetch-pack", "got-index-pack")) {
      try (JarFile jar = archive(program)) {
        for (JarEntry entry : jar.stream().filter(e -> e.getName().startsWith("got/")).toList()) {
          try (InputStream in = jar.getInputStream(entry)) {
            for (MethodModel method : ClassFile.of().parse(in.readAllBytes()).methods()) {
              methods += method.methodName().stringValue().startsWith("typeSwitch$") ? 1 : 0;
              if (method.code().stream()
                  .flatMap(CodeModel::elementStream)
                  .anyMatch(this::isSwitch)) {
                left.add(entry.getName());
              }
            }
          }
        }
      }
    }
    assertThat(left).isEmpty();
    assertThat(methods).isGreaterThan(20);
  }

  private boolean isSwitch(CodeElement element) {
    return element instanceof InvokeDynamicInstruction call
        && call.bootstrapMethod().methodName().equals("typeSwitch");
  }
}
