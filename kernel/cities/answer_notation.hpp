#pragma once

#include <set>
#include <string>

#include "base/diagnostic.hpp"
#include "base/json.hpp"
#include "yaml/node.hpp"

namespace nrmm::cities {

// What an answer looks like, as kernel/http/contract/*.yaml and the manifests of plugins say it:
//   text integer count number flag id date time object any null   a word: one JSON value
//   machine                       one of `names`: a schema of the document
//   one of ready collected        one of these texts
//   text or null                  either
//   page of machine               a list: {items, next}
//   map of text                   an object with any members, each of them such
//   [machine]                     an array
//   {id: id, "phone?": text}      an object with these members and no others; with `?` it may be absent
// Returns JSON Schema 2020-12 as it stands in an OpenAPI document. H010 for a word that is none of these.
Json noted_schema(const yaml::Node& node, const std::set<std::string>& names, Diagnostics& diagnostics);

}  // namespace nrmm::cities
