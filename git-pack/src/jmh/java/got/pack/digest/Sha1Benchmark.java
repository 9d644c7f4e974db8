package got.pack.digest;

import got.ipc.HashAlgorithm;
import got.pack.bench.Texts;
import java.security.MessageDigest;
import org.eclipse.jgit.util.sha1.SHA1;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * SHA-1: ours and JGit's detect collisions, the JDK's does not. A message is hashed at once, as an
 * object in memory is.
 */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
public class Sha1Benchmark {
  @Param({"1024", "65536", "1048576"})
  public int bytes;

  private final ObjectDigest ours = Digests.forObjects(HashAlgorithm.SHA1);
  private final MessageDigest jdk = Digests.checksum(HashAlgorithm.SHA1);
  private final SHA1 jgit = SHA1.newInstance().setDetectCollision(true);
  private final byte[] id = new byte[20];
  private byte[] message = {};

  @Setup
  public void makeMessage() {
    message = Texts.text(bytes);
  }

  @Benchmark
  public byte[] ours() throws CollisionException {
    ours.update(message, 0, message.length);
    ours.digest(id, 0);
    return id;
  }

  @Benchmark
  public byte[] jdk() {
    return jdk.digest(message);
  }

  @Benchmark
  public byte[] jgit() {
    jgit.reset();
    jgit.update(message);
    return jgit.digest();
  }
}
