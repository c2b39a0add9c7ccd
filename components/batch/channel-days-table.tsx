import type { ReactNode } from "react";
import { ScrollRegion } from "@/components/ui/scroll-region";

type Channel<Cell> = { readonly code: string; readonly name: string; readonly cells: readonly Cell[] };

type ChannelDaysTableProps<Cell extends { readonly on: string }> = {
  /** Read to who cannot see the table. */
  caption: string;
  channelHead: string;
  days: readonly string[];
  channels: readonly Channel<Cell>[];
  renderCell: (cell: Cell, channel: Channel<Cell>) => ReactNode;
};

/** Channels × days, a small shape in each cell. */
export function ChannelDaysTable<Cell extends { readonly on: string }>({
  caption,
  channelHead,
  days,
  channels,
  renderCell,
}: ChannelDaysTableProps<Cell>) {
  return (
    <ScrollRegion label={caption}>
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-line border-b">
            <th scope="col" className="h-8 px-4 text-left font-medium text-muted text-xs">
              {channelHead}
            </th>
            {days.map((on) => (
              <th key={on} scope="col" className="tabular px-1 font-medium text-muted text-xs">
                <time dateTime={on}>{on.slice(5)}</time>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {channels.map((channel) => (
            <tr key={channel.code} className="border-line border-b last:border-b-0">
              <th scope="row" className="h-row whitespace-nowrap px-4 text-left font-normal">
                {channel.name}
              </th>
              {channel.cells.map((cell) => (
                <td key={cell.on} className="p-0.5">
                  {renderCell(cell, channel)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
