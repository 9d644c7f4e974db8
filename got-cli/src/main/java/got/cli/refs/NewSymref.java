package got.cli.refs;

import got.ipc.RefName;

/** A symbolic reference of the new repository. Its target may not exist yet. */
public record NewSymref(RefName name, RefName target) {}
