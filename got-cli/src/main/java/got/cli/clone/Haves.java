package got.cli.clone;

import got.cli.say.Failure;
import got.ipc.ObjectId;
import java.util.List;

/** Knows the commits that are here, for a server that has some of them too. */
public interface Haves {
  /** Nobody has asked for them. */
  Haves NONE =
      new Haves() {
        @Override
        public void wanted(int count) throws Failure {
          throw ServerSession.impossible("a question that was not asked for");
        }

        @Override
        public void common(List<ObjectId> ids) throws Failure {
          throw ServerSession.impossible("an answer that was not asked for");
        }
      };

  /** The server would like to know of so many more, at most. */
  void wanted(int count) throws Failure, InterruptedException;

  /** The server has these too. */
  void common(List<ObjectId> ids) throws Failure, InterruptedException;
}
