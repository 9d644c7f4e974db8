import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * Puts the installable tree together: {@code Assemble ROOT TREE TIMESTAMP}.
 *
 * <p>The table packaging/programs says what there is. Each program gets one archive with its own
 * class path in it and nothing of the others', uncompressed, entries sorted, one time stamp. ROOT
 * is the project, TREE the result; the run-time image is already in it.
 */
class Assemble {
  private static final String UNIX_SOCKETS = "lib/%s-%s-clang/jni/libjunixsocket-native-2.11.1.so";

  private static final String SYSCALLS = "got/ipc/confine/libgotsyscall-%s.so";

  /** Where an ELF file of 64 bits says which processor it is for, least byte first. */
  private static final int E_MACHINE = 18;

  private final Path root;
  private final Path tree;
  private final FileTime time;
  private final Programs programs;

  /** Names in the tree's lib, by the path in an archive. */
  private final Map<String, String> libraries;

  /** By the name of an archive: see {@link #cache}. */
  private final Map<String, String> caches = new TreeMap<>();

  private Assemble(Path root, Path tree, FileTime time) throws IOException {
    this.root = root;
    programs = new Programs(root.resolve("packaging/programs"));
    this.tree = tree;
    this.time = time;
    libraries =
        Map.of(
            UNIX_SOCKETS.formatted(processor(), System.getProperty("os.name")),
            "libjunixsocket.so",
            SYSCALLS.formatted(processor()),
            "libgotsyscall.so");
  }

  public static void main(String[] args) throws IOException {
    FileTime time = FileTime.from(java.time.Instant.parse(args[2]));
    new Assemble(Path.of(args[0]), Path.of(args[1]), time).run();
  }

  private void run() throws IOException {
    Files.createDirectories(tree.resolve("lib"));
    for (Programs.Program program : programs.all()) {
      if (program.ownsArchive()) {
        writeArchive(program);
        writeOptions(program);
      }
    }
    Path packaging = root.resolve("packaging/src");
    String launcher = Files.readString(packaging.resolve("launchers/program"));
    for (Programs.Program program : programs.all()) {
      switch (program.kind()) {
        case "command" -> writeLauncher(launcher, program, "bin");
        case "helper", "tool" -> writeLauncher(launcher, program, "libexec");
        case "probe" -> {}
        default -> throw new IOException(program.name() + ": no such kind: " + program.kind());
      }
    }
    install(root.resolve("packaging/programs"), "lib/programs", "rw-r--r--");
    installCompletion(packaging.resolve("completion"));
    try (var pages = Files.list(packaging.resolve("man"))) {
      for (Path page : pages.sorted().toList()) {
        String name = page.getFileName().toString();
        String section = name.substring(name.lastIndexOf('.') + 1);
        install(page, "share/man/man" + section + "/" + name, "rw-r--r--");
      }
    }
  }

  /** For bash a file is called as the command, for zsh it has an underscore in front. */
  private void installCompletion(Path completion) throws IOException {
    for (Programs.Program program : programs.all()) {
      if (program.kind().equals("command")) {
        String name = program.name();
        install(
            completion.resolve(name + ".bash"),
            "share/bash-completion/completions/" + name,
            "rw-r--r--");
        install(completion.resolve("_" + name), "share/zsh/site-functions/_" + name, "rw-r--r--");
      }
    }
  }

  /**
   * The options of a program, one a line, for got, which starts helpers, and for make-caches. The
   * last one names the cache, without its directory.
   */
  private void writeOptions(Programs.Program program) throws IOException {
    if (program.kind().equals("probe")) {
      return;
    }
    List<String> options = new ArrayList<>(allOptions(program));
    if (program.hasCache()) {
      String cache = cache(program);
      caches.put(program.archive(), cache);
      options.add("-XX:AOTCache=" + cache);
    }
    write("lib/" + program.name() + ".options", String.join("\n", options) + "\n", "rw-r--r--");
  }

  private static List<String> allOptions(Programs.Program program) {
    List<String> options = new ArrayList<>(program.options());
    options.add("--enable-native-access=ALL-UNNAMED");
    for (String opened : program.opens()) {
      options.add("--add-opens=" + opened + "=ALL-UNNAMED");
    }
    return options;
  }

  /**
   * The name of a program's cache. It holds a digest of the archive, the options and the virtual
   * machine: a cache of others has another name, so that no program starts from it.
   */
  private String cache(Programs.Program program) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    digest.update(Files.readAllBytes(tree.resolve("lib/" + program.archive() + ".jar")));
    digest.update(Files.readAllBytes(tree.resolve("runtime/lib/server/libjvm.so")));
    digest.update(Files.readAllBytes(tree.resolve("runtime/lib/modules")));
    for (String option : allOptions(program)) {
      digest.update(option.getBytes(StandardCharsets.UTF_8));
    }
    String hex = HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    return program.archive() + "-" + hex + ".aot";
  }

  private void writeLauncher(String launcher, Programs.Program program, String directory)
      throws IOException {
    Programs.Program owner = programs.ownerOf(program);
    StringBuilder options = new StringBuilder();
    for (String option : allOptions(owner)) {
      // The shell is not to look for files of that name.
      String word = option.contains("*") ? "'" + option + "'" : option;
      options.append('\t').append(word).append(" \\\n");
    }
    write(
        directory + "/" + program.name(),
        launcher
            .replace("@name@", program.name())
            .replace("@archive@", owner.archive())
            .replace("@cache@", caches.getOrDefault(owner.archive(), "none"))
            .replace("@options@\n", options)
            .replace("@main@", owner.mainClass()),
        "rwxr-xr-x");
  }

  private void write(String target, String content, String permissions) throws IOException {
    Path to = tree.resolve(target);
    Files.createDirectories(to.getParent());
    Files.writeString(to, content);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(permissions));
  }

  private void install(Path source, String target, String permissions) throws IOException {
    Path to = tree.resolve(target);
    Files.createDirectories(to.getParent());
    Files.copy(source, to, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(permissions));
  }

  private void writeArchive(Programs.Program program) throws IOException {
    Path target = root.resolve(program.module()).resolve("target");
    Map<String, byte[]> entries = new TreeMap<>();
    add(entries, only(target, program.module() + "-[0-9.]+\\.jar"));
    if (program.kind().equals("probe")) {
      // It runs on the class path of those in whose place it is.
      writeArchive(program.archive(), entries);
      return;
    }
    if (Files.exists(target.resolve("classpath"))) {
      for (String jar : Files.readString(target.resolve("classpath")).strip().split(":")) {
        add(entries, Path.of(jar));
      }
    }
    ClassHierarchyResolver hierarchy =
        ClassHierarchyResolver.ofResourceParsing(type -> resource(entries, type))
            .orElse(ClassHierarchyResolver.defaultResolver());
    entries.replaceAll((name, content) -> translated(name, content, hierarchy));
    writeArchive(program.archive(), entries);
  }

  private void writeArchive(String name, Map<String, byte[]> entries) throws IOException {
    try (OutputStream file = Files.newOutputStream(tree.resolve("lib").resolve(name + ".jar"));
        JarOutputStream out = new JarOutputStream(file)) {
      out.setMethod(ZipEntry.STORED);
      put(out, JarFile.MANIFEST_NAME, "Manifest-Version: 1.0\r\n\r\n".getBytes("UTF-8"));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        put(out, entry.getKey(), entry.getValue());
      }
    }
    // A cache is for an archive of one time; written again, the same archive keeps its cache.
    Files.setLastModifiedTime(tree.resolve("lib").resolve(name + ".jar"), time);
  }

  private static Path only(Path directory, String name) throws IOException {
    try (var files = Files.list(directory)) {
      List<Path> found = files.filter(f -> f.getFileName().toString().matches(name)).toList();
      if (found.size() != 1) {
        throw new IOException("expected one " + name + " in " + directory + ": " + found);
      }
      return found.getFirst();
    }
  }

  /** Classes of the base version only; resources that no program reads stay out. */
  private void add(Map<String, byte[]> entries, Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        String name = entry.getName();
        String library = libraries.get(name);
        if (library != null) {
          extract(file, entry, library);
        }
        boolean wanted =
            name.endsWith(".class")
                && !name.startsWith("META-INF/")
                && !name.equals("module-info.class");
        wanted |= name.startsWith("META-INF/services/") && !entry.isDirectory();
        if (wanted) {
          try (InputStream in = file.getInputStream(entry)) {
            byte[] previous = entries.put(name, current(name, in.readAllBytes(), file));
            if (previous != null) {
              throw new IOException(name + " is in " + jar + " and in another archive");
            }
          }
        }
      }
    }
  }

  /**
   * A class of the format before Java 6 (picocli's) as one of today's, with the frames that the
   * verifier wants since then: older ones are never put into a cache of classes.
   */
  private static byte[] current(String name, byte[] content, JarFile jar) {
    if (!name.endsWith(".class")) {
      return content;
    }
    ClassFile format =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(type -> resource(jar, type))
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    ClassModel model = format.parse(content);
    if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) {
      return content;
    }
    return format.transformClass(
        model,
        ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
            .andThen(
                ClassTransform.endHandler(out -> out.withVersion(ClassFile.JAVA_25_VERSION, 0))));
  }

  private static byte[] translated(String name, byte[] content, ClassHierarchyResolver hierarchy) {
    if (!name.endsWith(".class")) {
      return content;
    }
    if (name.startsWith("got/")) {
      return TypeSwitches.translate(VersionChecks.remove(content, hierarchy), hierarchy);
    }
    return name.startsWith("com/google/protobuf/") ? Loggers.remove(content, hierarchy) : content;
  }

  private static InputStream resource(Map<String, byte[]> entries, ClassDesc type) {
    String descriptor = type.descriptorString();
    byte[] content = entries.get(descriptor.substring(1, descriptor.length() - 1) + ".class");
    return content == null ? null : new ByteArrayInputStream(content);
  }

  private static InputStream resource(JarFile jar, ClassDesc type) {
    String descriptor = type.descriptorString();
    JarEntry entry = jar.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void extract(JarFile file, JarEntry entry, String name) throws IOException {
    try (InputStream in = file.getInputStream(entry)) {
      Path library = tree.resolve("lib").resolve(name);
      Files.copy(in, library, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  /** The processor that the run-time image is for, as Java calls it. Source: elf(5), e_machine. */
  private String processor() throws IOException {
    Path machine = tree.resolve("runtime/lib/server/libjvm.so");
    try (InputStream in = Files.newInputStream(machine)) {
      byte[] header = in.readNBytes(E_MACHINE + 2);
      return switch (header[E_MACHINE] & 0xff | (header[E_MACHINE + 1] & 0xff) << 8) {
        case 0x3e -> "amd64";
        case 0xb7 -> "aarch64";
        default -> throw new IOException(machine + ": got knows no system calls of this processor");
      };
    }
  }

  private void put(JarOutputStream out, String name, byte[] content) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setLastModifiedTime(time);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }
}
