package got.pack.inflate;

import got.fuzz.Corpus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

/** Makes the first inputs: {@code java … got.pack.inflate.InflateSeeds}. */
final class InflateSeeds {
  private InflateSeeds() {}

  public static void main(String[] args) throws IOException {
    Random random = new Random(20261121);
    List<byte[]> inputs = new ArrayList<>();
    for (int level = 0; level < 10; level++) {
      byte[] content = new byte[60 << level];
      for (int i = 0; i < content.length; i++) {
        content[i] = (byte) (i > 40 && i % 200 > 60 ? content[i - 41] : random.nextInt(20) + 'a');
      }
      inputs.add(input(inputs.size(), deflate(content, level % 3 == 0 ? level / 3 : level)));
    }
    inputs.add(input(0, deflate(new byte[0], 6)));
    inputs.add(input(255, deflate(new byte[40_000], 9)));
    inputs.add(input(3, deflate(new byte[200_000], 9)));
    inputs.add(new byte[] {9, 9, (byte) 0x88, 0x1c, 3, 0, 0, 0, 0, 1});
    inputs.add(new byte[] {9, 9, 0x78, (byte) 0xbb, 0, 0, 0, 1, 3, 0, 0, 0, 0, 1});
    // A match that begins before the stream, where zeros are, and the checksum of zeros.
    for (int capacity : new int[] {9, 200}) {
      byte[] before = Arrays.copyOf(new byte[] {(byte) capacity, 9, 0x78, (byte) 0x9c, 3, 2}, 60);
      before[8] = 3;
      before[10] = 1;
      inputs.add(before);
    }
    while (inputs.size() < 40) {
      inputs.add(input(inputs.size(), new DynamicBlock(random).stream()));
    }
    inputs.removeIf(input -> input.length > 4000);
    Corpus.write("inflate", inputs);
  }

  private static byte[] input(int control, byte[] stream) {
    byte[] input = new byte[stream.length + 2];
    input[0] = (byte) (control * 7);
    input[1] = (byte) (control * 31);
    System.arraycopy(stream, 0, input, 2, stream.length);
    return input;
  }

  private static byte[] deflate(byte[] content, int level) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    try (Deflater deflater = new Deflater(level)) {
      deflater.setInput(content);
      deflater.finish();
      while (!deflater.finished()) {
        out.write(piece, 0, deflater.deflate(piece));
      }
    }
    return out.toByteArray();
  }
}
