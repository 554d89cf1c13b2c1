// Files that were dropped on the page and wait to be added.

class Dropped {
  files = $state.raw<File[]>([]);

  take(list: FileList | null | undefined): void {
    this.files = [...this.files, ...(list ?? [])];
  }

  remove(file: File): void {
    this.files = this.files.filter((each) => each !== file);
  }
}

export const dropped = new Dropped();
