/** What a schema makes of an entry. */
@NullMarked
package io.syncjobs.server.engine.mapping;

import org.jspecify.annotations.NullMarked;
