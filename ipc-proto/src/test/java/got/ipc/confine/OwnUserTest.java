package got.ipc.confine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets which of the numbers for root's helpers. */
class OwnUserTest {
  private static final int COUNT = OwnUser.LAST - OwnUser.FIRST + 1;

  @TempDir Path directory;

  /** Processes of these users run, and of nobody else. */
  private static Syscalls kernel(Integer... busy) {
    return new Syscalls() {
      @Override
      public long call(Call call, long... a) {
        assertThat(call).isEqualTo(Call.GETPRIORITY);
        assertThat(a[0]).isEqualTo(2);
        return Set.of(busy).contains((int) a[1]) ? 20 : -Errno.ESRCH;
      }

      @Override
      public Architecture architecture() {
        return Architecture.X86_64;
      }
    };
  }

  private OwnUser users(Integer... busy) throws IOException {
    Path passwd = directory.resolve("passwd");
    Files.writeString(passwd, "root:x:0:0::/:/bin/sh\nsomebody:x:61186:1::/:/x\nodd:x:y:z::/:\n");
    return new OwnUser(kernel(busy), directory.resolve("locks"), passwd, directory);
  }

  @Test
  void noUserTwice() throws Exception {
    OwnUser users = users();
    Set<Account> all = new HashSet<>();
    for (int i = 0; i < COUNT - 1; i++) {
      all.add(users.next(7 * i));
    }
    assertThat(all).hasSize(COUNT - 1).allMatch(a -> a.uid() == a.gid());
    assertThat(all).allMatch(a -> a.uid() >= OwnUser.FIRST && a.uid() <= OwnUser.LAST);
    assertThatThrownBy(() -> users.next(0))
        .isInstanceOf(ConfinementException.class)
        .hasMessage("user: none of the numbers 61184 to 65519 is free");
  }

  @Test
  void nobodyWhoRunsSomethingOrHasAName() throws Exception {
    assertThat(users(61184, 61185).next(0).uid()).isEqualTo(61187);
    assertThat(users(65519).next(COUNT - 1).uid()).as("goes round").isEqualTo(61184);
    Files.createFile(directory.resolve("61184"));
    assertThat(users().next(0).uid()).as("given to a service").isEqualTo(61185);
  }

  /** POSIX locks are a process's: another one has to hold it. */
  @Test
  void nobodyWhomAnotherRunHasLocked() throws Exception {
    Path locks = directory.resolve("locks");
    try (FileChannel channel =
            FileChannel.open(locks, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock(61184, 1, false)) {
      assertThat(lock.isValid()).isTrue();
      assertThat(users().next(0).uid()).isEqualTo(61185);
    }
  }

  @Test
  void withoutPlaceForLocksTheProcessesAreLookedAt() throws Exception {
    OwnUser users =
        new OwnUser(kernel(61184), Path.of("/proc/locks/x"), Path.of("/proc/none"), directory);
    assertThat(users.next(0).uid()).isEqualTo(61185);
    assertThat(users.next(0).uid()).isEqualTo(61186);
  }

  @Test
  void theKernelKnowsWhoRunsSomething() throws Exception {
    LinuxSyscalls kernel = LinuxSyscalls.open();
    long self = kernel.call(Call.GETEUID);
    assertThat(kernel.call(Call.GETPRIORITY, 2, self)).isPositive();
    assertThat(kernel.call(Call.GETPRIORITY, 2, 61183)).isEqualTo(-Errno.ESRCH);
  }
}
