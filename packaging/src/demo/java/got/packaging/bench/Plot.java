package got.packaging.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws what {@code packaging/bench/index} measured: {@code Plot CSV SVG}. Throughput over the size
 * of the pack, which is on a logarithmic scale.
 */
public final class Plot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 440;
  private static final int LEFT = 70;
  private static final int RIGHT = 640;
  private static final int TOP = 50;
  private static final int BOTTOM = 380;
  private static final double MEGA = 1e6;

  /** Colours that are told apart without seeing red or green, and a shape each. */
  private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#555555");

  /** One measurement: a pack's name and size, and the pack bytes indexed per second. */
  record Point(String pack, double bytes, double perSecond) {}

  private final Map<String, List<Point>> series;
  private final double leastDecade;
  private final double mostDecade;
  private final double top;
  private final double step;
  private final StringBuilder svg = new StringBuilder();

  private Plot(Map<String, List<Point>> series) {
    this.series = series;
    List<Point> all = series.values().stream().flatMap(List::stream).toList();
    leastDecade =
        Math.floor(Math.log10(all.stream().mapToDouble(Point::bytes).min().orElseThrow()));
    double most = Math.log10(all.stream().mapToDouble(Point::bytes).max().orElseThrow());
    mostDecade = Math.max(Math.ceil(most), leastDecade + 1);
    double fastest = all.stream().mapToDouble(Point::perSecond).max().orElseThrow() / MEGA;
    step = niceStep(fastest / 6);
    top = Math.ceil(fastest / step) * step;
  }

  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[1]), draw(Files.readAllLines(Path.of(args[0]))));
  }

  /**
   * @param csv a line of headings, then lines that begin {@code
   *     pack,bytes,objects,program,seconds,bytes_per_second}
   */
  static String draw(List<String> csv) {
    Map<String, List<Point>> series = new LinkedHashMap<>();
    for (String line : csv.subList(1, csv.size())) {
      String[] cells = line.split(",", -1);
      series
          .computeIfAbsent(cells[3], _ -> new ArrayList<>())
          .add(new Point(cells[0], Double.parseDouble(cells[1]), Double.parseDouble(cells[5])));
    }
    series.values().forEach(points -> points.sort(Comparator.comparingDouble(Point::bytes)));
    return new Plot(series).draw();
  }

  /** The least of 1, 2, 5 times a power of ten that is not below. */
  private static double niceStep(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private String draw() {
    add(
        String.format(
            Locale.ROOT,
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d'",
            WIDTH,
            HEIGHT));
    add(" font-family='sans-serif' font-size='12'>\n");
    add(
        String.format(
            Locale.ROOT, "<rect width='%d' height='%d' fill='#ffffff'/>\n", WIDTH, HEIGHT));
    text(LEFT, 26, "start", "MB of pack indexed per second", " font-size='15'");
    drawHeights();
    drawDecades();
    int number = 0;
    for (Map.Entry<String, List<Point>> one : series.entrySet()) {
      drawSeries(one.getKey(), one.getValue(), number++);
    }
    add("</svg>\n");
    return svg.toString();
  }

  private void drawHeights() {
    for (double value = 0; value <= top + step / 2; value += step) {
      line(LEFT, y(value * MEGA), RIGHT, y(value * MEGA));
      String label = String.format(Locale.ROOT, step < 1 ? "%.1f" : "%.0f", value);
      text(LEFT - 8, y(value * MEGA) + 4, "end", label, "");
    }
  }

  private void drawDecades() {
    for (double decade = leastDecade; decade <= mostDecade; decade++) {
      double bytes = Math.pow(10, decade);
      line(x(bytes), TOP, x(bytes), BOTTOM);
      text(x(bytes), BOTTOM + 20, "middle", size(bytes), "");
    }
    text((LEFT + RIGHT) / 2.0, BOTTOM + 44, "middle", "size of the pack", "");
  }

  private static String size(double bytes) {
    if (bytes >= 1e9) {
      return String.format(Locale.ROOT, "%.0f GB", bytes / 1e9);
    }
    return bytes >= MEGA
        ? String.format(Locale.ROOT, "%.0f MB", bytes / MEGA)
        : String.format(Locale.ROOT, "%.0f kB", bytes / 1e3);
  }

  private void drawSeries(String program, List<Point> points, int number) {
    String colour = COLOURS.get(number % COLOURS.size());
    StringBuilder path = new StringBuilder();
    for (Point p : points) {
      path.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f",
              path.isEmpty() ? "M" : " L",
              x(p.bytes()),
              y(p.perSecond())));
    }
    add(
        String.format(
            Locale.ROOT,
            "<path d='%s' fill='none' stroke='%s' stroke-width='2'/>\n",
            path,
            colour));
    for (Point p : points) {
      drawMarker(x(p.bytes()), y(p.perSecond()), colour, number);
      add(String.format(Locale.ROOT, "<title>%s, %s: ", escape(p.pack()), escape(program)));
      add(String.format(Locale.ROOT, "%.1f MB/s</title></path>\n", p.perSecond() / MEGA));
    }
    Point last = points.getLast();
    text(
        x(last.bytes()) + 10,
        y(last.perSecond()) + 4,
        "start",
        program,
        " font-weight='bold' fill='" + colour + "'");
  }

  /** A circle, a square or a triangle; left open for its title. */
  private void drawMarker(double x, double y, String colour, int number) {
    String shape =
        switch (number % 3) {
          case 0 -> "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z";
          case 1 -> "m-4 -4h8v8h-8z";
          default -> "m0 -5l5 9h-10z";
        };
    add(String.format(Locale.ROOT, "<path d='M%.1f %.1f%s' fill='%s'>", x, y, shape, colour));
  }

  private double x(double bytes) {
    double part = (Math.log10(bytes) - leastDecade) / (mostDecade - leastDecade);
    return LEFT + part * (RIGHT - LEFT);
  }

  private double y(double perSecond) {
    return BOTTOM - perSecond / MEGA / top * (BOTTOM - TOP);
  }

  private void line(double x1, double y1, double x2, double y2) {
    add(
        String.format(
            Locale.ROOT, "<path d='M%.1f %.1fL%.1f %.1f' stroke='#dddddd'/>\n", x1, y1, x2, y2));
  }

  private void text(double x, double y, String anchor, String words, String more) {
    add(
        String.format(
            Locale.ROOT, "<text x='%.1f' y='%.1f' text-anchor='%s'%s>", x, y, anchor, more));
    add(escape(words) + "</text>\n");
  }

  private static String escape(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;");
  }

  private void add(String markup) {
    svg.append(markup);
  }
}
