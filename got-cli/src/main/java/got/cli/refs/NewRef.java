package got.cli.refs;

import got.ipc.ObjectId;
import got.ipc.RefName;

/** A reference of the new repository. */
public record NewRef(RefName name, ObjectId id) {}
