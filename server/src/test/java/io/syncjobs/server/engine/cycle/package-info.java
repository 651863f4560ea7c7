@NullMarked
package io.syncjobs.server.engine.cycle;

import org.jspecify.annotations.NullMarked;
