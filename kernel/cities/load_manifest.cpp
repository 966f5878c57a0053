#include <algorithm>

#include "cities/loading.hpp"
#include "cities/node_values.hpp"
#include "cities/pack_api.hpp"
#include "yaml/read.hpp"
#include "yaml/schema.hpp"

namespace nrmm::cities {
namespace {

using yaml::Node;

bool six_digits(const std::string& text) {
  return text.size() == 6 && text.find_first_not_of("0123456789") == std::string::npos;
}

void check_values(Loading& loading, const Node& manifest) {
  const auto refuse = [&](std::string_view key, const std::string& message) {
    loading.diagnostics.error(source_of(manifest, key), "P002", message);
  };
  if (manifest.find("id") && loading.pack.id != text_at(manifest, "id"))
    refuse("id", "the id is the folder's name, `" + loading.pack.id + "`");
  if (manifest.find("adcode") && !six_digits(text_at(manifest, "adcode")))
    refuse("adcode", "the adcode has six digits");
  if (manifest.find("timezone") && text_at(manifest, "timezone").find('/') == std::string::npos)
    refuse("timezone", "the timezone is an IANA name like Asia/Shanghai");
  if (loading.pack.to && *loading.pack.to < loading.pack.from)
    loading.diagnostics.error(source_of(mapping_at(manifest, "effective"), "to"), "P002",
                              "the pack ends before it begins");
}

// Parents too: a chain is read as one.
void check_api(Loading& loading, const Node& manifest) {
  const auto stated = number_at(manifest, "api");
  if (!stated) return;
  if (const auto fault = api_fault(static_cast<std::int64_t>(*stated)))
    loading.diagnostics.error(source_of(manifest, "api"), "P002", fault->message, fault->hint);
}

void read_sources(Loading& loading, const Node& manifest) {
  for (const yaml::Entry& entry : mapping_at(manifest, "sources").entries) {
    if (const auto title = yaml::as_text(entry.value, loading.diagnostics))
      loading.pack.sources[entry.key] = *title;
  }
}

void check_inherits(Loading& loading) {
  for (std::size_t i = 0; i < loading.chain.size(); ++i) {
    const Node& manifest = loading.chain[i].manifest;
    const std::string wanted = text_at(manifest, "inherits");
    const std::string given = i == 0 ? std::string() : loading.chain[i - 1].id;
    if (wanted != given)
      loading.diagnostics.error(source_of(manifest, "inherits"), "P004",
                                "inherits `" + wanted + "`, but is laid over `" + given + "`");
  }
}

}  // namespace

void load_manifest(Loading& loading) {
  Pack& pack = loading.pack;
  for (const Layer& layer : loading.chain) {
    pack.chain.push_back(layer.id);
    yaml::check_complete(layer.manifest, kManifestSchema, "pack.yaml", loading.diagnostics);
    check_api(loading, layer.manifest);
    read_sources(loading, layer.manifest);
  }
  const Node& manifest = loading.own().manifest;
  pack.name = text_at(manifest, "name");
  pack.adcode = text_at(manifest, "adcode");
  pack.timezone = manifest.find("timezone") ? text_at(manifest, "timezone") : "Asia/Shanghai";
  const Node& effective = mapping_at(manifest, "effective");
  pack.from = date_at(effective, "from").value_or(Date());
  pack.to = date_at(effective, "to");
  pack.basis = read_basis(loading, manifest, nullptr, "the pack");
  check_values(loading, manifest);
  check_inherits(loading);
}

}  // namespace nrmm::cities
