/** What all entries of one run of a job share: where it reads and writes, and what it has to keep an eye on. */
@NullMarked
package io.syncjobs.server.engine.entry;

import org.jspecify.annotations.NullMarked;
