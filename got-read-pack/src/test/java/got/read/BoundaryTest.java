package got.read;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import got.check.MessageSwitches;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** What the helper's own code may use; the confinement holds if this fails. */
class BoundaryTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("got.read");

  @Test
  void everyPackageIsLookedAt() {
    assertThat(CLASSES.stream().map(c -> c.getPackageName()).distinct())
        .containsExactly("got.read");
  }

  @Test
  void nothingReachesTheNetwork() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.net..", "javax.net..", "org.newsclub..")
                .or(assignableTo(NetworkChannel.class))
                .or(assignableTo(SelectableChannel.class)))
        .check(CLASSES);
  }

  @Test
  void nothingStartsAProgram() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.lang\\.Process.*")
        .orShould()
        .callMethodWhere(target(name("exec")))
        .check(CLASSES);
  }

  @Test
  void nothingNamesAFile() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.nio.file..")
                .or(assignableTo(File.class))
                .or(
                    belongToAnyOf(
                        FileInputStream.class, FileOutputStream.class, RandomAccessFile.class)))
        .check(CLASSES);
  }

  /** The JDK inflates in C; its checksums it computes by instructions of the processor. */
  @Test
  void zlibIsUsedForChecksumsOnly() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.util.zip").and(not(belongToAnyOf(Adler32.class, CRC32.class))))
        .check(CLASSES);
  }

  /** Nothing that is there is written to. */
  @Test
  void nothingIsWrittenToAFile() {
    noClasses()
        .should()
        .callMethodWhere(
            target(owner(assignableTo(FileChannel.class)))
                .and(target(name("write").or(name("truncate")).or(name("force")))))
        .orShould()
        .callMethodWhere(target(name("writeChannel")))
        .check(CLASSES);
  }

  /** A pack is no business of packet lines, and of got's processes this one is no other. */
  @Test
  void noOtherProgramIsKnownAndNoPacketLine() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("got..")
                .and(not(resideInAnyPackage("got.read..", "got.pack..", "got.ipc.."))))
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("got.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noSwitchOverMessagesHasADefault() throws Exception {
    MessageSwitches switches = MessageSwitches.with(Main.class);
    assertThat(switches.all()).isNotEmpty();
    assertThat(switches.withDefault()).isEmpty();
  }
}
