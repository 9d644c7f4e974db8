package got.pack.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs benchmarks as JMH's own main class does, with its options, and then prints a table in
 * Markdown: MB/s of each, and how much faster ours is. Each benchmark has a method {@code ours} and
 * a parameter {@code bytes}, which one operation works on.
 */
final class Table {
  private static final String OURS = "ours";
  private static final String BYTES = "bytes";
  private static final double MEGA = 1e6;

  private Table() {}

  public static void main(String[] args) throws Exception {
    Collection<RunResult> results = new Runner(new CommandLineOptions(args)).run();
    // By class, then size, then method: MB/s.
    Map<String, Map<Integer, Map<String, Double>>> found = new LinkedHashMap<>();
    for (RunResult result : results) {
      String[] name = result.getParams().getBenchmark().split("\\.", -1);
      int bytes = Integer.parseInt(result.getParams().getParam(BYTES));
      found
          .computeIfAbsent(name[name.length - 2], _ -> new LinkedHashMap<>())
          .computeIfAbsent(bytes, _ -> new TreeMap<>())
          .put(name[name.length - 1], result.getPrimaryResult().getScore() * bytes / MEGA);
    }
    System.out.println();
    System.out.println("| benchmark | bytes | MB/s | ours ÷ others |");
    System.out.println("|---|---|---|---|");
    found.forEach((name, sizes) -> sizes.forEach((bytes, rates) -> print(name, bytes, rates)));
  }

  private static void print(String name, int bytes, Map<String, Double> rates) {
    List<String> speeds = new ArrayList<>();
    List<String> ratios = new ArrayList<>();
    double ours = rates.getOrDefault(OURS, 0.0);
    rates.forEach(
        (method, rate) -> {
          speeds.add(String.format(Locale.ROOT, "%s %.0f", method, rate));
          if (!method.equals(OURS)) {
            ratios.add(String.format(Locale.ROOT, "%s %.2f", method, ours / rate));
          }
        });
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %s | %s |%n",
        name.replace("Benchmark", ""),
        bytes,
        String.join(", ", speeds),
        String.join(", ", ratios));
  }
}
