#pragma once

#include <string>
#include <string_view>

#include "yaml/schema.hpp"

// Words for reference pages in Markdown that are made from the tables of keys.
namespace nrmm::yaml {

std::string value_of(const Key& key);  // what may be written: "one of a b", "list: field"

std::string table_cell(std::string_view text);  // as it can stand in a table

}  // namespace nrmm::yaml
