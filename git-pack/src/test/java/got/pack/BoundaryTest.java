package got.pack;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.module.ModuleDescriptor;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** What code that reads packs may use, in whichever helper it runs. */
class BoundaryTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("got.pack");

  @Test
  void everyPackageIsLookedAt() {
    assertThat(CLASSES.stream().map(c -> c.getPackageName()).distinct())
        .containsExactlyInAnyOrder(
            "got.pack", "got.pack.digest", "got.pack.idx", "got.pack.inflate", "got.pack.object");
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

  @Test
  void inflateKnowsNothingOfTheOthers() {
    noClasses()
        .that()
        .resideInAPackage("got.pack.inflate")
        .should()
        .dependOnClassesThat(
            resideInAPackage("got..").and(not(resideInAPackage("got.pack.inflate"))))
        .check(CLASSES);
  }

  @Test
  void digestKnowsNothingOfTheOthers() {
    noClasses()
        .that()
        .resideInAPackage("got.pack.digest")
        .should()
        .dependOnClassesThat(
            resideInAPackage("got.pack..").and(not(resideInAPackage("got.pack.digest"))))
        .check(CLASSES);
  }

  /** No program of got, no channel, no packet line: of what is shared, values only. */
  @Test
  void nothingButValuesIsKnownOfTheRestOfGot() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("got..")
                .and(not(resideInAPackage("got.pack..")))
                .and(
                    not(
                        belongToAnyOf(
                            BadValueException.class,
                            HashAlgorithm.class,
                            Limits.class,
                            ObjectId.class))))
        .check(CLASSES);
  }

  @Test
  void nothingButThisModuleAndValuesIsRequired() throws Exception {
    Path classes = Path.of(Delta.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
      assertThat(ModuleDescriptor.read(in).requires())
          .extracting(ModuleDescriptor.Requires::name)
          .containsExactlyInAnyOrder("java.base", "got.ipc", "org.jspecify");
    }
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("got.pack.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
