/** How jobs map the objects of their source to those of their target. */
@NullMarked
package io.syncjobs.server.mapping;

import org.jspecify.annotations.NullMarked;
