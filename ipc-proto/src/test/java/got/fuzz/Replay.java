package got.fuzz;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tries all files of directories without Jazzer, so that the bounds of memory are meant as they
 * are: {@code Replay CLASS DIRECTORY...}. Says which fail, and exits with status 1 if one does.
 */
public final class Replay {
  private Replay() {}

  public static void main(String[] args) throws Exception {
    Method target = Class.forName(args[0]).getMethod("fuzzerTestOneInput", byte[].class);
    int failures = 0;
    int tried = 0;
    for (int i = 1; i < args.length; i++) {
      for (Path file : files(Path.of(args[i]))) {
        tried++;
        failures += fails(target, file) ? 1 : 0;
      }
    }
    System.out.println("replayed " + tried + " inputs without Jazzer, " + failures + " failed");
    System.exit(failures == 0 ? 0 : 1);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static boolean fails(Method target, Path file) throws Exception {
    try {
      target.invoke(null, (Object) Files.readAllBytes(file));
      return false;
    } catch (InvocationTargetException e) {
      System.out.println(file + ": " + e.getCause());
      return true;
    }
  }
}
