/** Mappers between records of features and models of the contract. */
@NullMarked
package io.syncjobs.server.web.api.mapper;

import org.jspecify.annotations.NullMarked;
