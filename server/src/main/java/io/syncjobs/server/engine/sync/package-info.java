/** Bringing an entry into step: what its counterpart is to have, finding or making that, and writing what differs. */
@NullMarked
package io.syncjobs.server.engine.sync;

import org.jspecify.annotations.NullMarked;
