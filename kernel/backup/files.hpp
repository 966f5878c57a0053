#pragma once

#include <filesystem>
#include <string>

#include "base/json.hpp"

// Files of a backup: whole and durable, or not there. All throw std::runtime_error with one clear line.
namespace nrmm::backup {

void write_durably(const std::filesystem::path& file, const std::string& text, unsigned mode = 0600);
std::string read_whole(const std::filesystem::path& file);
Json read_json_file(const std::filesystem::path& file);
void make_folder(const std::filesystem::path& folder);  // 0700, with those above it
void sync_folder(const std::filesystem::path& folder);

// Every regular file below `from`, in the same places below `to`.
void copy_tree(const std::filesystem::path& from, const std::filesystem::path& to);

// Compresses `from` into `to`; what is there already under that name is replaced.
void pack_file(const std::filesystem::path& from, const std::filesystem::path& to);
// How many bytes a compressed file holds; 0 where they are not those that went in.
std::uintmax_t packed_bytes(const std::filesystem::path& file);

}  // namespace nrmm::backup
