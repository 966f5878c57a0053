#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "machines/batch_store.hpp"
#include "machines/batch_table.hpp"
#include "machines/machine_service.hpp"
#include "storage/seal.hpp"

namespace nrmm::machines {

struct BatchParts {
  const MachineService& machines;
  workflows::People& people;
  std::shared_ptr<const storage::Seal> seal;
};

struct BatchWish {
  std::string kind;     // of filing.offered; empty: the first that the caller may open
  bool submit = false;  // hand good rows in, instead of keeping them as drafts
};

// Filings from a table (CSV), for those whom policy filing.batch names. Each row is decided for itself: a
// good one is a machine like any other, a bad one leaves nothing but what is wrong with it. A row that the
// same account handed in before makes no second machine. In the caller's transaction. Thread-safe.
class BatchService {
 public:
  explicit BatchService(BatchParts parts) : parts_(std::move(parts)) {}

  static constexpr std::size_t kMostRows = 200;
  static constexpr std::size_t kMostBytes = 1024 * 1024;

  // {id, kind, for_review, created_at, counts: {drafted, handed_in, repeated, faulty},
  // rows: [{line, outcome, machine, errors: [{field, label, code, message}]}]}
  // Problems: 409 batch.not_offered, profile.not_approved, case.guard; 413 request.too_large; 422: as
  // read_table().
  Json take(workflows::Call, const PackPtr& active, const BatchWish&, std::string_view bytes) const;
  Json view(workflows::Call, const std::string& id) const;  // of the caller's own; Problem 404

  // CSV with a byte order mark.
  std::string blank(workflows::Call, const PackPtr& active, const std::string& kind, bool photos) const;
  std::string errors(workflows::Call, const PackPtr& active, const std::string& id) const;

 private:
  struct Ground;  // what all rows of a table are filed under
  Ground ground(workflows::Call&, const PackPtr& active, const std::string& kind) const;
  Batch own(workflows::Call&, const std::string& id) const;
  static std::vector<Finding> faults(const Ground&, const TableRow&, bool submit);
  BatchRow row(workflows::Call&, const Ground&, const TableRow&, bool submit) const;
  void file(workflows::Call&, const Ground&, const TableRow&, bool submit, BatchRow& out) const;

  BatchParts parts_;
};

}  // namespace nrmm::machines
